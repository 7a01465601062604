// Which files are read as GBK, by the console's page and by the command line alike.

/** Bytes of lists that are Chinese in GBK, and what they say. */
export const GBK = [
  ["two names", "6368656e2cb3c2ceb00a77616e672ccdf5b7bc0a", "chen,陈伟\nwang,王芳\n"],
  [
    "a Chinese header",
    "d5cbbac52cc3fbc6ac0a616e6e2c416e6e0a6368656e2cb3c2ceb00a",
    "账号,名片\nann,Ann\nchen,陈伟\n",
  ],
  [
    "names of level 2 among others",
    "7a68616e672cd5c5d9bb0a6c69752cc1f5e6c30a6c692cc0eeeabb0a6368656e2cb3c2e2f90a77616e672ccdf5f6a90a7a68616f2cd5d4f6cec0da0a",
    "zhang,张倩\nliu,刘婷\nli,李昊\nchen,陈怡\nwang,王雯\nzhao,赵鑫磊\n",
  ],
  [
    "rare surnames among others",
    "612cdba7b7b20a622ceac3b0aed7da0a632ce8b3c3c0b7ef0a642cebf8bbaaccce0a652cc0eec7bf0a662ccdf5beb20a672cd5c5ceb00a",
    "a,郄凡\nb,昝爱宗\nc,璩美凤\nd,滕华涛\ne,李强\nf,王静\ng,张伟\n",
  ],
  [
    "characters that GBK has beyond GB 2312",
    "612ccdf5ab680a622cc0ee86b40a632cb3c288d20a642cd5c5bda8b9fa0a652cc1f5d1f30a",
    "a,王玥\nb,李喆\nc,陈堃\nd,张建国\ne,刘洋\n",
  ],
  [
    "full-width letters and signs",
    "6368656e2cb3c2ceb0a3a8bdb2caa6a3a9a3b1b0e00a77616e672ca1b0cdf5b7bca1b1a3aca3c1d7e90a",
    "chen,陈伟（讲师）１班\nwang,“王芳”，Ａ组\n",
  ],
  ["a text", "616e6e2ccaaeb5e3bfaabbe1a3acd7bccab10a", "ann,十点开会，准时\n"],
];

/** Bytes of lists in other code pages, nearly all of which GBK has characters for, and what they say. */
export const OTHERS = [
  ["windows-1251", "706574726f762ccfe5f2f0eee20a", "petrov,Петров\n"],
  [
    "windows-1251, capitals",
    "6976616e6f762cc8c2c0cdcec20a616e6e612cc0cdcdc00a",
    "ivanov,ИВАНОВ\nanna,АННА\n",
  ],
  ["windows-1251, small letters", "706574726f762cefe5f2f0eee20a", "petrov,петров\n"],
  [
    "KOI8-R",
    "706574726f762cf0c5d4d2cfd70a616e6e612cc1cecec10a6976616e2cc9d7c1ce0a",
    "petrov,Петров\nanna,анна\nivan,иван\n",
  ],
  ["windows-1253", "6d617269612cccc1d1c9c1d30a6e696b6f2ccdc9cacf0a", "maria,ΜΑΡΙΑΣ\nniko,ΝΙΚΟ\n"],
  ["Latin-1, two accents together", "637265652c6372e9e9650a", "cree,créée\n"],
  ["Latin-1, a word that ends in two", "7a6f652c5af6f60a", "zoe,Zöö\n"],
  ["Latin-1, capitals", "637265652c4352c9c9450a", "cree,CRÉÉE\n"],
  ["EUC-KR, a name", "6b696d2cb1e8c3b6bcf60a", "kim,김철수\n"],
  [
    "EUC-KR, names",
    "6b696d2cb1e8c3b6bcf60a6c65652cc0ccbfb5c8f10a7061726b2cb9dac1f6bcba0a736f6e672cbcdbc7fdb1b30a",
    "kim,김철수\nlee,이영희\npark,박지성\nsong,송혜교\n",
  ],
  ["Big5, a word", "616e6e2ca4a4a4e50a", "ann,中文\n"],
  [
    "Big5, names",
    "6368656e2cb3afb0b60a6c696e2caa4ca7d3acc20a77752ca764a976becb0a",
    "chen,陳偉\nlin,林志玲\nwu,吳宗憲\n",
  ],
  [
    "EUC-JP",
    "74616e616b612cc5c4c3e6c2c0cfba0a79616d616d6f746f2cbbb3cbdccfc2c8fe0a",
    "tanaka,田中太郎\nyamamoto,山本和美\n",
  ],
  [
    "Shift_JIS",
    "74616e616b612c9363928691be98590a79616d616d6f746f2c8e52967b986194fc0a",
    "tanaka,田中太郎\nyamamoto,山本和美\n",
  ],
];

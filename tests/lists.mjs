// What the page's lists and the command line's import both have to read in the same way.

/** First lines that say the separator, as Excel and those who edited them write it. */
export const SEPARATOR_LINES = [
  ["sep=;", ";"],
  ["SEP=;", ";"],
  ["sep=; ", ";"],
  ['"sep=;"', ";"],
  ["sep=;;", ";"],
  ["sep=;;;;", ";"],
  ['"sep=;";;', ";"],
  ['sep=";"', ";"],
  [" sep= ;", ";"],
  ["sep=,", ","],
  ["sep=,,,", ","],
  ["sep=|", "|"],
  ["sep=\t", "\t"],
  ["sep=\t\t", "\t"],
];

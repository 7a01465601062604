// Which bytes are Chinese in GBK. Nearly all bytes of other code pages can be read as GBK as well: Cyrillic
// capitals, Korean and Japanese even as common characters. But those come at random, and are hardly ever
// the ones that names and lists are full of.
//
// The page of the console and the command line each have this file, and a test that they are the same.

/** The most used characters, those of names, and those of lists of people. */
const EVERYDAY = new Set(
  "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过" +
    "发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本" +
    "前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很" +
    "最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度" +
    "门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电" +
    "数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马" +
    "科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万" +
    "取拉格望觉术领共确传师观清今切院让识候带导争运笔照片账号角备注昵称姓普嘉宾持讲班级排议室组助" +
    "客服技销售财测试户编邮箱李刘陈杨赵黄周吴徐孙胡朱林郭罗梁宋郑谢韩唐冯董萧曹袁邓傅沈曾彭吕苏卢" +
    "蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田姜范石姚谭廖邹熊陆郝孔崔康毛邱秦江史顾侯邵孟龙段雷钱汤尹黎易" +
    "武乔贺赖龚欧阳诸葛官伟芳娜敏静丽磊洋勇艳杰娟涛超秀霞刚桂英华玉兰红志梅云峰辉俊斌波宇浩轩晨欣" +
    "怡婷雪倩琳颖慧佳雨涵梓诗雅梦瑶琪萱雯蕾薇璐晓春晶莹洁丹凤玲珍燕萍娇媛妍妮依若馨悦彤菲飞鹏翔鑫" +
    "博昊翰泽凯旭帆航睿哲宁乐健祥福荣庆永良仁礼智忠孝诚鸿森松柏楠峻岩川河源泉润锋铭锦钰钧昕晗晟煜" +
    "炎炜烨熙虎彪豪毅坤乾元亨贞卫胜兵富贵彬宏亮振兴绍顺零百千亿秋冬午晚早昨岁男孩爸妈父母兄弟姐妹" +
    "爱友谊喜欢吃喝玩读写算习课堂语音育操楼厅厨床桌椅窗灯脑网络软硬码款费价买卖店铺商银医药房警察" +
    "消防车船铁站票桥绿蓝黑灰紫橙花草树木鸟鱼虫猫狗牛羊猪鸡鸭风火土湖港澳台沪京津渝粤浙皖闽赣鲁豫" +
    "鄂湘琼黔滇陕甘藏蒙吉辽翁骆齐毕聂焦俞祝左耿鲍岳舒包卓樊丛游席冷柯洛虞宗裴辛符纪单曲淑蓉茜茹莉" +
    "菊芬芝芸苗蓓桐桃梨杏枫柳楚榕彩影悠恬愉惠慈怀恩懿皓皎璇瑜瑞瑾珊琦琰琛琴玮玫玟珂珠",
);

/** What is neither ASCII nor a sign: of the texts that look alike in several code pages, signs say nothing. */
const LETTER = /[^\0-\x7f\p{P}\p{S}\p{Z}\uff00-\uffef]/gu;

/** At random it would be about one in six. */
const SHARE = 0.6;
const FEWEST = 2;

/** Looks at a text, piece by piece, that was read as GBK: `isLikely` when it has seen all of it. */
export function lookForChinese() {
  let [letters, everyday] = [0, 0];
  return {
    see(text) {
      for (const [letter] of text.matchAll(LETTER)) {
        letters += 1;
        if (EVERYDAY.has(letter)) everyday += 1;
      }
    },
    isLikely: () => everyday >= FEWEST && everyday >= letters * SHARE,
  };
}

// What `scenario` is given: JSON, so that Node can hand it to any other runtime.
import { deflateRawSync } from "node:zlib";
import { NOW, WHO } from "./attempt.mjs";
import { claims, sign, wrap } from "./sign.mjs";

const time = NOW / 1000;
const { sdkAppId, secretKey } = WHO;
const good = sign({ ...WHO, time });

export const INPUT = {
  who: { sdkAppId, secretKey },
  userSigs: {
    good,
    otherKey: sign({ ...WHO, time, secretKey: "another" }),
    expired: sign({ ...WHO, time: time - 7200 }),
    cutShort: good.slice(0, -8),
    rawDeflate: wrap(JSON.stringify(claims({ ...WHO, time })), { compress: deflateRawSync }),
    bomb: wrap(Buffer.alloc(5_000_000)),
  },
};

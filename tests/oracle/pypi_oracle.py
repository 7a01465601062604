"""Signs and reads UserSigs with the vendor's package for Python (tls-sig-api-v2 on PyPI).

Takes a JSON list of cases on stdin, each with a UserSig of ours; writes what the vendor's package
makes of each.
"""

import json
import sys
import time
import zlib

import TLSSigAPIv2


def answer(case):
    # With a fraction of a second, which has to be dropped.
    time.time = lambda: case["time"] + 0.999
    api = TLSSigAPIv2.TLSSigAPIv2(case["sdkAppId"], case["secretKey"])
    packed = TLSSigAPIv2.base64_decode_url(case["ours"].encode("ascii"))
    return {
        "userSig": api.gen_sig(case["identifier"], case["ttl"]),
        "withUserbuf": api.gen_sig_with_userbuf(case["identifier"], case["ttl"], b"\x00\xff+/="),
        "read": json.loads(zlib.decompress(packed)),
    }


if __name__ == "__main__":
    cases = json.load(sys.stdin)
    json.dump([answer(case) for case in cases], sys.stdout)

// Prints, as JSON, how many bytes each of the given files has after brotli 11.
import { readFileSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";

// Its default quality is 11, the best.
const weigh = (file) => brotliCompressSync(readFileSync(file)).length;

console.log(JSON.stringify(process.argv.slice(2).map(weigh)));

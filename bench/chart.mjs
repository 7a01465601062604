// The rows that have a target, as a picture: how far each is from it.

import * as echarts from "echarts";
import { isReached } from "./report.mjs";

const REACHED = "#2a7f62";
const MISSED = "#c2571a";

/** How much better than the target: 1 reaches it, 2 is twice as good. */
function quality({ value, target }) {
  const ratio = "atMost" in target ? target.atMost / Math.max(value, 1e-3) : value / target.atLeast;
  return Math.min(Math.max(ratio, 0.1), 10);
}

/** An SVG of its own, with colours that can be read on light and on dark. */
export function chart(rows) {
  const shown = rows.filter(({ target }) => target).reverse();
  const height = 70 + shown.length * 26;
  const picture = echarts.init(null, null, { renderer: "svg", ssr: true, width: 900, height });
  picture.setOption({
    animation: false,
    backgroundColor: "#ffffff",
    title: {
      text: "How far from what is wanted (1 = reached, to the right is better)",
      left: 12,
      top: 8,
      textStyle: { fontSize: 14 },
    },
    grid: { left: 430, right: 40, top: 40, bottom: 30 },
    xAxis: { type: "log", min: 0.1, max: 10 },
    yAxis: {
      type: "category",
      data: shown.map(({ what }) => what),
      axisLabel: { fontSize: 11, width: 410, overflow: "truncate" },
    },
    series: [
      {
        type: "bar",
        data: shown.map((row) => ({
          value: quality(row),
          itemStyle: { color: isReached(row) ? REACHED : MISSED },
        })),
        markLine: { symbol: "none", label: { show: false }, data: [{ xAxis: 1 }] },
      },
    ],
  });
  const svg = picture.renderToSVGString();
  picture.dispose();
  return svg;
}

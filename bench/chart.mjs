// The contenders side by side, as a picture: a panel for each thing that was measured of all of them.

import * as echarts from "echarts";

const OURS = "#2a7f62";
const THEIRS = "#8a94a3";
const isOurs = (name) => /room-engine-admin|signUserSig/.test(name);

const WIDTH = 900;
const [COLUMNS, BAR, TOP, GAP] = [2, 26, 40, 44];

const inColumn = (index) => index % COLUMNS;
const inRow = (index) => Math.trunc(index / COLUMNS);

/** As many lines as the longest panel beside it has. */
const lines = (panels, row) =>
  Math.max(...panels.filter((_, index) => inRow(index) === row).map(({ bars }) => bars.length));

function places(panels) {
  const tops = [TOP];
  for (let row = 0; row * COLUMNS < panels.length; row += 1) {
    tops.push(tops[row] + lines(panels, row) * BAR + GAP);
  }
  const width = WIDTH / COLUMNS;
  return {
    height: tops.at(-1) - GAP / 2,
    grids: panels.map(({ bars }, index) => ({
      left: inColumn(index) * width + 190,
      width: width - 260,
      top: tops[inRow(index)],
      height: bars.length * BAR,
    })),
  };
}

const shown = (value) => value.toFixed(value < 10 ? 1 : 0);

/** An SVG of its own, on white: it can be read on a light page and on a dark one. */
export function chart(rows) {
  const panels = rows.flatMap(({ panel }) => panel ?? []);
  const { height, grids } = places(panels);
  const picture = echarts.init(null, null, { renderer: "svg", ssr: true, width: WIDTH, height });
  picture.setOption({
    animation: false,
    backgroundColor: "#ffffff",
    title: panels.map(({ title, unit }, index) => ({
      text: `${title}, ${unit}: less is better`,
      left: inColumn(index) * (WIDTH / COLUMNS) + 12,
      top: grids[index].top - 26,
      textStyle: { fontSize: 13 },
    })),
    grid: grids,
    xAxis: panels.map((_, gridIndex) => ({ type: "value", gridIndex, show: false })),
    yAxis: panels.map(({ bars }, gridIndex) => ({
      type: "category",
      gridIndex,
      inverse: true,
      data: bars.map(([name]) => name),
      axisTick: { show: false },
      axisLabel: { fontSize: 11, width: 176, overflow: "truncate" },
    })),
    series: panels.map(({ bars }, index) => ({
      type: "bar",
      barWidth: "62%",
      xAxisIndex: index,
      yAxisIndex: index,
      label: {
        show: true,
        position: "right",
        fontSize: 11,
        formatter: ({ value }) => shown(value),
      },
      data: bars.map(([name, value]) => ({
        value,
        itemStyle: { color: isOurs(name) ? OURS : THEIRS },
      })),
    })),
  });
  const svg = picture.renderToSVGString();
  picture.dispose();
  return svg;
}

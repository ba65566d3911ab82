/** Option of the donut's ring; its middle and its legend are HTML. */
import type { ChartData } from "./data";
import { ariaOption, type Paint } from "./paint";

/** Whole option of a ring. */
export function donutOption(data: ChartData, paint: Paint): Record<string, unknown> {
  const series = data.series[0];
  const marks = (series?.marks ?? []).filter((mark) => (mark.value ?? 0) > 0);
  return {
    animation: false,
    aria: ariaOption(paint),
    series: [
      {
        type: "pie",
        radius: ["70%", "96%"],
        center: ["50%", "50%"],
        startAngle: 90,
        padAngle: marks.length > 1 ? 1.6 : 0,
        minAngle: 3,
        label: { show: false },
        labelLine: { show: false },
        emphasis: { scale: false, itemStyle: { opacity: 0.82 } },
        itemStyle: { borderRadius: 3 },
        data: marks.map((mark) => ({
          value: mark.value ?? 0,
          name: mark.key,
          itemStyle: { color: paint.role(mark.color ?? series?.color ?? "accent") },
        })),
      },
    ],
  };
}

/** The parts of ECharts that are used; a chunk of its own, loaded with the first chart. */
import { BarChart, LineChart, PieChart, ScatterChart } from "echarts/charts";
import { AriaComponent, GeoComponent, GridComponent } from "echarts/components";
import { init, registerMap, use, type ECharts } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

use([
  LineChart,
  BarChart,
  PieChart,
  ScatterChart,
  GridComponent,
  GeoComponent,
  AriaComponent,
  CanvasRenderer,
]);

export { init, registerMap, type ECharts };

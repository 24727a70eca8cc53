/** The drawing library, only what our charts use. Imported lazily: it is larger than the rest of the console. */
import { BarChart, HeatmapChart, LineChart } from 'echarts/charts'
import { GridComponent, MarkAreaComponent, TooltipComponent, VisualMapComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

use([
  LineChart,
  BarChart,
  HeatmapChart,
  GridComponent,
  TooltipComponent,
  MarkAreaComponent,
  VisualMapComponent,
  CanvasRenderer,
])

export { init }

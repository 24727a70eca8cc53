import type { ECharts } from 'echarts/core'
import { downloadBlob } from '#lib/download.ts'
import { type LegendMark, legendMarks } from './legend-marks.ts'
import type { ChartSeries } from './series.ts'

/** Device pixels for each of ours: sharp in a document, too. */
const ratio = 2
const row = 26
const edge = 12
const square = 10

/** A picture that explains itself away from its page: title and names of the lines stand above the drawing. */
export function savePng(title: string, series: readonly ChartSeries[], chart: ECharts | null): void {
  const pen = document.createElement('canvas').getContext('2d')
  if (!chart || !pen) return
  const style = getComputedStyle(chart.getDom())
  const color = (token: string) => style.getPropertyValue(`--b-${token}`).trim()
  const drawing = chart.renderToCanvas({ pixelRatio: ratio, backgroundColor: color('surface') })
  const titleFont = `600 14px ${style.fontFamily}`
  const nameFont = `400 12px ${style.fontFamily}`

  pen.font = nameFont
  const names = placed(legendMarks(series), drawing.width / ratio, (text) => pen.measureText(text).width)
  const head = row * (1 + (names.at(-1)?.line ?? 0)) + edge

  const { canvas } = pen
  canvas.width = drawing.width
  canvas.height = drawing.height + head * ratio
  pen.fillStyle = color('surface')
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.drawImage(drawing, 0, head * ratio)
  pen.scale(ratio, ratio)
  pen.textBaseline = 'middle'
  pen.font = titleFont
  pen.fillStyle = color('text')
  pen.fillText(title, edge, edge / 2 + row / 2)
  pen.font = nameFont
  for (const { mark, x, line } of names) {
    const middle = edge / 2 + row * (line + 0.5)
    pen.globalAlpha = mark.kind === 'band' ? 0.3 : 1
    pen.fillStyle = color(mark.color)
    pen.fillRect(x, middle - square / 2, square, square)
    pen.globalAlpha = 1
    pen.fillStyle = color('dim')
    pen.fillText(mark.name, x + square + 6, middle)
  }
  canvas.toBlob((blob) => blob && downloadBlob(`${title}.png`, blob), 'image/png')
}

interface Placed {
  readonly mark: LegendMark
  readonly x: number
  /** Of the lines below the title, from 1. */
  readonly line: number
}

/** Side by side below the title, on as many lines as they need. */
export function placed(marks: readonly LegendMark[], width: number, widthOf: (text: string) => number): Placed[] {
  let [x, line] = [edge, 1]
  return marks.map((mark) => {
    const own = square + 6 + widthOf(mark.name)
    if (x > edge && x + own > width - edge) [x, line] = [edge, line + 1]
    const place = { mark, x, line }
    x += own + 16
    return place
  })
}

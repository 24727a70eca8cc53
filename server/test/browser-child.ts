// A process that has a browser open and says its process id: for being killed.
import { openBrowsers, visitOf } from './browsers.ts'

const { browsers } = openBrowsers()
await browsers.visit(visitOf(), async ({ page }) => {
  await page.setContent('<h1>open</h1>')
  process.stdout.write(`${browsers.pid()}\n`)
  await new Promise((resolve) => setTimeout(resolve, 600_000))
})

/**
 * `npm run bench -- <name> [seconds]`: one command a row of docs/benchmarks.md. Prints one line with the figure and
 * writes bench/results/<name>.json. Figures are CPU per unit of work or ratios of two things measured in turn in the
 * same run; nothing here is a test.
 */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { undoWhenStopped } from './lib/undo.ts'

export interface BenchResult {
  /** The one line: figure, limit, ratio. */
  readonly line: string
  readonly figures: Readonly<Record<string, number | string>>
}

export type Bench = (seconds: number | undefined) => Promise<BenchResult>

const folder = new URL('./', import.meta.url)
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.replace(/\.bench\.ts$/, ''))
const [name = '', seconds] = process.argv.slice(2)

if (!names.includes(name)) {
  console.error(`Usage: npm run bench -- <name> [seconds]\nNames: ${names.join(', ')}`)
  process.exit(2)
}

undoWhenStopped()
const [loadBefore] = loadavg()
const { bench } = (await import(new URL(`${name}.bench.ts`, folder).href)) as { bench: Bench }
const result = await bench(seconds === undefined ? undefined : Number(seconds))
mkdirSync(new URL('results/', folder), { recursive: true })
// Whoever reads the figures later must see whether the machine was busy with something else.
const machine = { cores: cpus().length, loadBefore, loadAfter: loadavg()[0] }
const report = { name, at: new Date().toISOString(), node: process.version, machine, ...result }
writeFileSync(new URL(`results/${name}.json`, folder), `${JSON.stringify(report, null, 2)}\n`)
console.log(`${name}: ${result.line}`)

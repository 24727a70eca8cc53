import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { runHostile } from './hostile-run.ts'
import { RealServer } from './real-server.ts'

/** The long form: `npm run fault -- hostile 5` (minutes). Only there figures of time are asked for. */
const minutes = Number(process.env.BONGSU_FAULT_MINUTES ?? 0)

/** What waits in vain may also be told as our own fault, where this machine itself stood still meanwhile. */
const timeRelated = /^(down|unknown)/
const expected: Readonly<Record<string, RegExp>> = {
  'one byte a second': timeRelated,
  'endless header': timeRelated,
  'endless continue': timeRelated,
  silence: timeRelated,
  'unfinished body': timeRelated,
  flood: timeRelated,
  'always another page': /^(up|degraded|unknown)/,
  // What is dear to judge is a mistake of the options, or holds or does not: never a server that fell over.
  'pattern over one letter': /^(down assertion|unknown)/,
  'path to everything': /^(up|unknown)/,
  'unique items': /^(down assertion|unknown)/,
  'nothing but tags': /^(down assertion|unknown)/,
  'selector over tags': /^(down assertion|unknown)/,
  'captures by pattern': /^(down assertion|unknown)/,
}
const ofOtherProtocols = /^(tcp|tls|smtp|imap|pop3|postgres|mysql|redis|mqtt|grpc|websocket|mcp): /

it(
  'hostile targets end with a clear outcome, and their neighbours do not notice',
  async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'bongsu-hostile-'))
    const server = new RealServer({ dataDir })
    try {
      await server.begin()
      await server.signIn()
      await server.liftLimits()
      const neighbours = minutes > 0 ? 50 : 10
      const report = await runHostile({ server, file: join(dataDir, 'bongsu.db'), neighbours, minutes })
      console.info(JSON.stringify(report))
      for (const [name, outcome] of Object.entries(report.outcomes))
        expect(outcome, name).toMatch(expected[name] ?? (ofOtherProtocols.test(name) ? timeRelated : /^down /))
      expect(report.neighboursUp).toBe(neighbours)
      expect(Math.max(...report.residentMb)).toBeLessThan(600)
      if (minutes > 0) {
        expect(report.latenessP99).toBeLessThan(1000 * report.slowdownP99)
        expect(report.residentMb[1]).toBeLessThan(report.residentMb[0] * 1.25)
      }
    } finally {
      await server.kill()
      rmSync(dataDir, { recursive: true, force: true })
    }
  },
  180_000 + minutes * 90_000,
)

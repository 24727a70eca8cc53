// `npm run conformance`: the official suite against servers of either era, through a running gateway and with a token.
import { startBehindGateway } from './behind-gateway.ts'
import { runSuite } from './run-suite.ts'

/**
 * The revision that the suite speaks, and the era that the server behind the gateway speaks. `cannot`: what expects the
 * name of a question, which no message of the older era carries (docs/decisions/0010).
 */
const runs = [
  { revision: '2025-11-25', era: 'legacy', cannot: [] },
  { revision: '2026-07-28', era: 'modern', cannot: [] },
  { revision: '2025-11-25', era: 'modern', cannot: [] },
  { revision: '2026-07-28', era: 'legacy', cannot: ['input-required-result-basic-elicitation'] },
] as const

const gateway = await startBehindGateway(['legacy', 'modern'])
let isWhole = true
try {
  for (const { revision, era, cannot } of runs) {
    const { required, passed, output } = await runSuite(gateway.url(era), revision)
    console.log(`${revision}, a ${era} server behind: ${passed}/${required.size}`)
    const failed = [...required].filter(([, how]) => how !== 'passed')
    for (const [name, how] of failed) console.log(`  ${name}: ${how}`)
    const names = failed.map(([name]) => name)
    if (names.join() !== cannot.join() || required.size === 0) {
      isWhole = false
      console.log(output)
    }
  }
} finally {
  await gateway.close()
}
process.exitCode = isWhole ? 0 : 1

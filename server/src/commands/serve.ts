import { Failure } from '#kernel/errors.ts'
import { createLog } from '#platform/log/log.ts'
import { createApp } from '../app.ts'
import { type Config, listensOnLoopback } from '../config.ts'
import { listenProblem } from './listen-problem.ts'

const drainMs = 8000

/** The terminal sends Ctrl-C to us and to npm, and npm passes it on to us: what comes this soon is the same one. */
const sameSignalMs = 1000

/** Starts everything this process has a role in, says where it is, and drains on Ctrl-C. Resolves once stopped. */
export async function serve(config: Config): Promise<number> {
  const log = createLog(config.logLevel)
  const app = await createApp(config, { log })
  const stopped = stopOnSignal(() => app.stop(drainMs))
  try {
    await app.start()
    // Also without the `api` role: whoever runs a worker asks it for its health and metrics.
    await app.http.listen({ host: config.host, port: config.port }).catch((error) => {
      throw new Failure('unavailable', listenProblem(error, config))
    })
  } catch (error) {
    await app.stop(drainMs)
    throw error
  }
  const address = app.http.server.address()
  const port = typeof address === 'object' && address ? address.port : config.port
  greet(config, port, await app.firstAccount())
  return stopped
}

/** Where it is and what to do first, which is another thing once there are accounts. */
function greet(config: Config, port: number, firstAccount: { readonly setupCode: string | null } | null): void {
  if (!config.roles.includes('api')) {
    console.log(`봉수 작업자가 시작되었습니다(${config.roles.join(', ')}) · A Bongsu worker has started.`)
    return
  }
  const shown = listensOnLoopback(config.host)
    ? config.host
    : config.host === '0.0.0.0' || config.host === '::'
      ? 'localhost'
      : config.host
  const address = config.publicUrl ?? `http://${shown}:${port}`
  const lines = ['', `  봉수 · Bongsu   ${address}`, '', ...(firstAccount ? beginning : goingOn)]
  if (firstAccount?.setupCode) lines.push('', `  설정 코드 · Set-up code: ${firstAccount.setupCode}`)
  console.log(`${lines.join('\n')}\n`)
}

const beginning = [
  '  브라우저로 열어 첫 관리자 계정을 만들고, 감시할 주소를 추가하세요. 끝낼 때는 Ctrl-C.',
  '  Open it in a browser, create the first administrator and add an address to watch. Ctrl-C stops.',
]
const goingOn = [
  '  브라우저로 열어 로그인하고, 감시할 주소를 추가하세요. 끝낼 때는 Ctrl-C.',
  '  Open it in a browser, sign in and add an address to watch. Ctrl-C stops.',
]

/** The first signal drains, a second one leaves at once. */
function stopOnSignal(stop: () => Promise<void>): Promise<number> {
  return new Promise((resolve) => {
    let since: number | null = null
    const onSignal = () => {
      if (since !== null && performance.now() - since < sameSignalMs) return
      if (since !== null) process.exit(1)
      since = performance.now()
      console.log('마무리하는 중입니다 · Finishing what is under way …')
      stop().then(
        () => {
          // Everything of ours has stopped; what a library still holds open is not worth waiting for.
          setTimeout(() => process.exit(0), 1000).unref()
          resolve(0)
        },
        (error) => {
          console.error(error)
          resolve(1)
        },
      )
    }
    process.on('SIGINT', onSignal)
    process.on('SIGTERM', onSignal)
  })
}

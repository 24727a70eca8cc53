import { type Text, text } from '@bongsu/contract/text.ts'
import { errorMessage } from '#kernel/errors.ts'
import { UpstreamFailure } from '#platform/mcp/index.ts'

/** From the outermost to what lies behind it: what failed while a way was opened is told by what failed there. */
function* failures(error: unknown): Generator<UpstreamFailure> {
  for (let one = error; one instanceof UpstreamFailure; one = one.cause) yield one
}

/** The credential is not taken. */
export const isRefusedSignIn = (error: unknown): boolean =>
  [...failures(error)].some(({ status }) => status === 401 || status === 403)

/** Why a server could not be asked, as part of a sentence. */
export function failureWords(error: unknown): Text {
  for (const { words, status } of failures(error)) {
    if (words) return words
    if (status !== undefined) return statusWords(status)
  }
  const said = errorMessage(error).slice(0, 300)
  const known = inKorean.find(([pattern]) => pattern.test(said))
  return text(known ? said.replace(...known) : said, said)
}

const statusWords = (status: number): Text =>
  status < 400
    ? noMcp(status)
    : status === 401 || status === 403
      ? text(`자격 증명을 받지 않음, HTTP ${status}`, `it does not take the credential, HTTP ${status}`)
      : text(`HTTP ${status} 응답`, `it answered HTTP ${status}`)

const noMcp = (status: number): Text => text(`MCP가 아닌 응답, HTTP ${status}`, `its answer is no MCP, HTTP ${status}`)

/** What a link says of a server, see platform/mcp/upstream. */
const inKorean: readonly [RegExp, string][] = [
  [/^it did not answer in time$/, '제한 시간 안에 답이 없음'],
  [/^it has forgotten the session$|^the session has ended$/, '세션이 끊김'],
  [/^it sends more than is taken$|^it lists more than .*$|^its list of .* has no end$/, '너무 많은 것을 보냄'],
  [
    /^it said something that is no MCP$|^its answer is .*$|^its answer to .*$|^it answered another question$/,
    'MCP가 아닌 응답',
  ],
  [/^its process has ended(.*)$/, '프로그램이 종료됨$1'],
  [/^it could not be started: (.*)$/, '프로그램을 시작하지 못함: $1'],
  [/^it speaks a revision that we do not: (.*)$/, '모르는 프로토콜 판: $1'],
  [/^its stream .*$|^the connection broke .*$/, '응답 중에 연결이 끊김'],
  [/^the connection was closed$|^the link was closed$/, '연결이 닫힘'],
  [/^it does not read what it is sent$/, '보낸 것을 읽지 않음'],
  [/^too many callers use it at once$/, '동시에 쓰는 사람이 너무 많음'],
]

import { type Text, text } from '@bongsu/contract/text.ts'
import { particle } from '#kernel/korean.ts'

const seconds = (ms: number): string => (ms < 10_000 ? (ms / 1000).toFixed(1) : String(Math.round(ms / 1000)))
const named = (title: string): string => particle(`"${title}"`, '이', '가')

/** As part of a sentence. */
const within = (said: string): string => said.replaceAll(/\s+/g, ' ').trim().replace(/\.$/, '').slice(0, 300)

export const notReached = (title: string, elapsedMs: number, why: Text): Text =>
  text(
    `외부 MCP 서버 "${title}"에 닿지 못했습니다(${seconds(elapsedMs)}초 뒤: ${within(why.ko)}). 호출은 실행되지 않았습니다. 잠시 뒤 다시 시도하세요.`,
    `The upstream server "${title}" was not reached (after ${seconds(elapsedMs)} s: ${within(why.en)}). The call did not run; try again in a moment.`,
  )

export const wayLost = (title: string, elapsedMs: number, why: Text): Text =>
  text(
    `외부 MCP 서버 "${title}"에서 답을 받지 못했습니다(${seconds(elapsedMs)}초 뒤: ${within(why.ko)}). 호출이 실행되었는지는 알 수 없으니, 다시 시도하기 전에 확인하세요.`,
    `No answer came from the upstream server "${title}" (after ${seconds(elapsedMs)} s: ${within(why.en)}). Whether the call ran is not known: look before you try again.`,
  )

export const tookTooLong = (title: string, elapsedMs: number): Text =>
  text(
    `외부 MCP 서버 ${named(title)} ${seconds(elapsedMs)}초 안에 답하지 않아 호출을 끝냈습니다. 잠시 뒤 다시 시도하세요.`,
    `The upstream server "${title}" did not answer within ${seconds(elapsedMs)} s, so the call was ended. Try again in a moment.`,
  )

export function heldBack(title: string, waitMs: number): Text {
  const wait = Math.max(1, Math.ceil(waitMs / 1000))
  return text(
    `외부 MCP 서버 ${named(title)} 계속 실패해 호출을 잠시 멈췄습니다. ${wait}초 뒤에 다시 시도합니다. 호출은 실행되지 않았습니다.`,
    `The upstream server "${title}" keeps failing, so calls to it are held back; the next try is in ${wait} s. The call did not run.`,
  )
}

export const notSignedIn = (title: string): Text =>
  text(
    `외부 MCP 서버 ${named(title)} 등록된 나의 자격 증명을 받지 않습니다. 콘솔의 외부 MCP 서버 화면에서 새로 등록하세요.`,
    `The upstream server "${title}" does not take the credential that you set. Set a new one in the console under Upstream servers.`,
  )

export const notInFile = (title: string): Text =>
  text(
    `외부 MCP 서버 "${title}"의 정의가 서버의 upstreams.json에서 없어졌습니다.`,
    `The upstream server "${title}" is no longer defined in the server’s upstreams.json.`,
  )

export const unlisted = (why: Text): Text =>
  text(`목록을 받지 못했습니다: ${within(why.ko)}.`, `Its lists could not be read: ${within(why.en)}.`)

export const noResult: Text = text('결과가 아닌 응답', 'it answered with something that is no result')

/** What a server offers, and how much of it is taken where that is not all. */
export const offersTools = (count: number, most: number): Text =>
  count > most
    ? text(
        `도구 ${count}개를 제공합니다. 처음 ${most}개만 씁니다.`,
        `It offers ${count} tools; the first ${most} are taken.`,
      )
    : text(`도구 ${count}개를 제공합니다.`, `It offers ${count} tool${count === 1 ? '' : 's'}.`)

import type { AssertionResult } from '@bongsu/contract/outcome.ts'
import { type Text, text } from '@bongsu/contract/text.ts'
import { isoTime } from '#kernel/clock.ts'
import { particle } from '#kernel/korean.ts'
import type { LineDiff } from '#platform/line-diff.ts'
import { result } from '../../judging/assertions.ts'
import type { Notice } from '../../outcome.ts'
import type { LookContext, Seen } from '../contract.ts'
import { changeBetween, type DefinitionChange, type Definitions, definitionText } from './definitions.ts'
import type { Session } from './session.ts'

export interface Wanted {
  readonly tools: readonly string[]
  readonly call?: { readonly tool: string; readonly contains: readonly string[] } | undefined
}

const mostNames = 50
const longestExcerpt = 1_000

export function evidenceOf(session: Session): Record<string, unknown> {
  const { era, version, server, tools, called, steps } = session
  return {
    protocol_version: version,
    era,
    ...(server ? { server_info: `${server.name} ${server.version}` } : {}),
    tool_count: tools.length,
    tools: tools.slice(0, mostNames).map(({ name }) => name.slice(0, 128)),
    steps,
    ...(called ? { call: { is_error: called.isError, text: called.text.slice(0, longestExcerpt) } } : {}),
  }
}

/** What was asked for and what came; the first thing that failed speaks. */
export function verdictOn(
  wanted: Wanted,
  session: Session,
): Pick<Seen, 'state' | 'message' | 'errorCode' | 'assertions'> {
  const assertions = [...toolResults(wanted, session), ...callResults(wanted, session)]
  const failed = assertions.find(({ passed }) => !passed)
  if (failed) return { state: 'down', errorCode: 'assertion', message: failedText(failed, session), assertions }
  const { version, tools } = session
  const message = text(
    `도구 ${tools.length}개를 제공합니다(MCP ${version}).`,
    `It offers ${tools.length} tool${tools.length === 1 ? '' : 's'} (MCP ${version}).`,
  )
  return { state: 'up', message, assertions }
}

function toolResults({ tools, call }: Wanted, session: Session): AssertionResult[] {
  const offered = new Set(session.tools.map(({ name }) => name))
  return [...new Set([...tools, ...(call ? [call.tool] : [])])].map((name) =>
    result('tool', name, offered.has(name) ? name : 'not offered', offered.has(name)),
  )
}

function callResults({ call }: Wanted, { called }: Session): AssertionResult[] {
  if (!call || !called) return []
  const got = called.text.slice(0, 200)
  return [
    result('call', 'a result', called.isError ? `an error: ${got}` : 'a result', !called.isError),
    ...(called.isError
      ? []
      : call.contains.map((words) => result('call contains', words, got, called.text.includes(words)))),
  ]
}

function failedText({ what, expected, got }: AssertionResult, { called }: Session): Text {
  if (what === 'tool')
    return text(`도구 ${particle(`"${expected}"`, '이', '가')} 없습니다.`, `It does not offer the tool "${expected}".`)
  if (what === 'call') {
    const said = called?.text.slice(0, 200) ?? ''
    return text(`도구 호출이 오류로 끝났습니다: ${said}`, `The call of the tool ended in an error: ${said}`)
  }
  return text(
    `도구의 답에 ${particle(`"${expected}"`, '이', '가')} 없습니다: ${got}`,
    `The answer of the tool does not contain "${expected}": ${got}`,
  )
}

/** The notice of a change since what was remembered; none the first time, and none when all is the same. */
export async function noticesOf(
  before: Definitions | undefined,
  now: Definitions,
  { judge }: Pick<LookContext, 'judge'>,
): Promise<{ readonly remember: Definitions; readonly notices: readonly Notice[] }> {
  if (!before) return { remember: now, notices: [] }
  if (before.hash === now.hash) return { remember: before, notices: [] }
  const change = changeBetween(before, now)
  const [old, present] = [definitionText(before), definitionText(now)]
  const compared = old === null || present === null ? null : await judge.compare(present, { before: old })
  const diff: LineDiff | null = compared === null || 'problem' in compared ? null : compared
  return {
    remember: now,
    notices: [
      {
        type: 'definition_changed',
        key: `${before.since}:${now.hash}`,
        severity: 'warning',
        message: changedText(change),
        details: {
          ...change,
          same_since: isoTime(before.since),
          ...(diff ? { diff: diff.diff } : {}),
        },
      },
    ],
  }
}

function changedText({ added, removed, changed, instructions }: DefinitionChange): Text {
  const parts: Text[] = [
    ...(added.length > 0 ? [text(`추가: ${listed(added)}`, `added: ${listed(added)}`)] : []),
    ...(removed.length > 0 ? [text(`삭제: ${listed(removed)}`, `removed: ${listed(removed)}`)] : []),
    ...(changed.length > 0 ? [changedTools(changed)] : []),
    ...(instructions ? [text('서버 안내문 변경', 'the instructions of the server changed')] : []),
  ]
  const said = { ko: parts.map(({ ko }) => ko).join(', '), en: parts.map(({ en }) => en).join(', ') }
  return text(
    `도구 정의가 바뀌었습니다${said.ko === '' ? '.' : `(${said.ko}).`}`,
    `Tool definitions have changed${said.en === '' ? '.' : ` (${said.en}).`}`,
  )
}

function changedTools(changed: DefinitionChange['changed']): Text {
  const names = changed.map(({ tool, parts }) => `${tool} [${parts.join(', ')}]`)
  return text(`변경: ${listed(names)}`, `changed: ${listed(names)}`)
}

const mostListed = 5
const listed = (names: readonly string[]): string =>
  names.slice(0, mostListed).join(', ') + (names.length > mostListed ? ` … +${names.length - mostListed}` : '')

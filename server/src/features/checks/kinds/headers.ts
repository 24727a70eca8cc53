import type { Finding, Level } from '@bongsu/contract/evidence.ts'
import type { AssertionResult } from '@bongsu/contract/outcome.ts'
import { type Text, text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import type { HttpAnswer } from '#platform/outbound/index.ts'
import { result } from '../judging/assertions.ts'
import { checkKind } from './contract.ts'
import type { HeaderFacts } from './headers/finding.ts'
import { type Grade, gradeOf, grades, isWorse } from './headers/grade.ts'
import { alsoShown, headerRules } from './headers/rules.ts'
import { excerptOfErrors } from './shared/answer-facts.ts'
import { hostOf, hostsOf } from './shared/fetch-answer.ts'
import { lookAtPage, type PageVerdict } from './shared/look-at-page.ts'
import { pageFields, sections } from './shared/request-fields.ts'

const { expect } = sections
const { url, ...rest } = pageFields

const options = z.strictObject({
  url,
  minimum_grade: z
    .enum(grades)
    .optional()
    .meta({
      label: text('최저 등급', 'Lowest grade'),
      help: text('이보다 낮으면 아래의 상태가 됩니다.', 'A worse one means what is chosen below.'),
      choices: Object.fromEntries(grades.map((grade) => [grade, text(grade, grade)])),
      section: expect,
    }),
  minimum_score: z
    .int()
    .min(0)
    .max(100)
    .optional()
    .meta({
      label: text('최저 점수', 'Lowest score'),
      help: text('0~100점', 'Of 0 to 100 points'),
      section: expect,
      advanced: true,
    }),
  below: z
    .enum(['degraded', 'down'])
    .default('degraded')
    .meta({
      label: text('기준에 못 미칠 때', 'When it falls short'),
      choices: { degraded: text('성능 저하', 'Degraded'), down: text('장애', 'Down') },
      section: expect,
    }),
  ...rest,
})
type HeadersOptions = z.output<typeof options>

export const headers = checkKind({
  label: text('보안 헤더', 'Security headers'),
  summary: text(
    '보안 헤더 7종의 설정을 살펴 0~100점과 A+~F 등급을 매깁니다.',
    'Judges the seven security headers and gives a score of 0 to 100 and a grade of A+ to F.',
  ),
  group: 'web',
  options,
  example: { url: 'https://example.com/', minimum_grade: 'B' },
  defaults: { check_interval: 3600, timeout: 30 },
  host: ({ url }) => hostOf(url),
  reaches: hostsOf,
  look: (asked, context) =>
    lookAtPage(asked, context, {
      keepBytes: excerptOfErrors,
      judge: async (answer) => verdict(asked, answer),
    }),
})

interface JudgedHeader extends Finding {
  readonly name: string
  /** What the header is for. */
  readonly description: Text
  readonly is_present: boolean
  /** As good as it gets. */
  readonly is_recommended: boolean
  /** Of `most`. */
  readonly score: number
  readonly most: number
  readonly reason?: Text
}

function verdict(asked: HeadersOptions, answer: HttpAnswer): PageVerdict {
  const found = judgedHeaders(answer)
  const judged = found.map(({ header }) => header)
  const score = judged.reduce((sum, header) => sum + header.score, 0)
  const grade = gradeOf(score)
  const assertions = limits(asked, score, grade)
  const evidence = { score, grade, judged_url: answer.url, headers: judged, other_headers: others(answer) }
  const facts = { assertions, evidence }
  if (assertions.every(({ passed }) => passed)) return { ...facts, state: 'up', message: scoreText(score, grade) }
  const [worst] = found.toSorted((a, b) => lost(b) - lost(a))
  return { ...facts, state: asked.below, errorCode: 'assertion', message: shortText(score, grade, worst) }
}

const headerValue = ({ headers: all }: HttpAnswer, name: string): string | undefined => {
  const value = all[name.toLowerCase()]
  return Array.isArray(value) ? value.join(', ') : value
}

interface Found {
  readonly header: JudgedHeader
  /** The first of what is wrong with it. */
  readonly reason: Text | undefined
}

const lost = ({ header }: Found): number => header.most - header.score

function judgedHeaders(answer: HttpAnswer): Found[] {
  const facts: HeaderFacts = {
    header: (name) => headerValue(answer, name),
    secure: answer.url.startsWith('https:'),
  }
  return headerRules.map((rule) => {
    const { points, reasons } = rule.judge(facts)
    const value = headerValue(answer, rule.name)
    const header = {
      name: rule.name,
      level: levelOf(points, rule.most),
      value: value === undefined ? null : value.slice(0, 500),
      is_present: value !== undefined,
      is_recommended: points === rule.most,
      description: rule.description,
      score: points,
      most: rule.most,
      ...(reasons.length === 0 ? {} : { reason: joined(reasons) }),
    }
    return { header, reason: reasons[0] }
  })
}

const levelOf = (points: number, most: number): Level => (points === most ? 'good' : points === 0 ? 'bad' : 'warn')

const joined = (reasons: readonly Text[]): Text =>
  text(reasons.map(({ ko }) => ko).join(' '), reasons.map(({ en }) => en).join(' '))

const others = (answer: HttpAnswer): Record<string, string> =>
  Object.fromEntries(
    alsoShown.flatMap((name) => {
      const value = headerValue(answer, name)
      return value === undefined ? [] : [[name, value.slice(0, 200)]]
    }),
  )

function limits({ minimum_grade, minimum_score }: HeadersOptions, score: number, grade: Grade): AssertionResult[] {
  return [
    ...(minimum_grade === undefined
      ? []
      : [result('grade', `≥ ${minimum_grade}`, grade, !isWorse(grade, minimum_grade))]),
    ...(minimum_score === undefined
      ? []
      : [result('score', `≥ ${minimum_score}`, String(score), score >= minimum_score)]),
  ]
}

const scoreText = (score: number, grade: Grade): Text =>
  text(`보안 헤더 점수는 ${score}점(${grade})입니다.`, `The security headers score ${score} of 100 (${grade}).`)

function shortText(score: number, grade: Grade, worst: Found | undefined): Text {
  const said = scoreText(score, grade)
  if (!worst?.reason) return said
  const { header, reason } = worst
  return text(
    `${said.ko} 가장 부족한 것은 ${header.name}: ${reason.ko}`,
    `${said.en} What lacks most is ${header.name}: ${reason.en}`,
  )
}

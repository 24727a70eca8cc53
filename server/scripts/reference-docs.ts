import { readFileSync } from 'node:fs'
import { type Permission, permissions, type Role, roles } from '@bongsu/contract/permissions.ts'
import type { SettingView } from '@bongsu/contract/settings.ts'
import { type Language, languages, type Text, text } from '@bongsu/contract/text.ts'
import { systemActor } from '#kernel/operation.ts'
import type { AnyOperation } from '#platform/operations/operation.ts'
import { buildTestApp } from '../test/build-test-app.ts'

/** What `npm run generate:docs` writes, and what `docs.test.ts` compares the files with. */
export interface ReferenceFile {
  /** From the root of the repository. */
  readonly path: string
  readonly content: string
}

export const docsFolder = new URL('../../', import.meta.url)

/** Pages that follow from the code alone, and the tables inside of pages that people write. */
export async function referenceFiles(): Promise<ReferenceFile[]> {
  const app = await buildTestApp()
  try {
    const listSettings = app.operations.find(({ name }) => name === 'list-settings') as AnyOperation
    const { items } = (await app.run(listSettings, {}, docsCall)) as { items: SettingView[] }
    return [
      { path: 'docs/reference/operations.md', content: operationsPage(app.operations) },
      { path: 'docs/reference/settings.md', content: settingsPage(items) },
      ...languages.map((language) => withRoles(`docs/${language}/people.md`, language)),
    ]
  } finally {
    await app.close()
  }
}

const docsCall = {
  actor: systemActor('docs'),
  language: 'ko',
  origin: { door: 'cli' },
  signal: new AbortController().signal,
} as const

const notice = '<!-- Written by server/scripts/generate-docs.ts. Do not edit. -->'

function operationsPage(operations: readonly AnyOperation[]): string {
  const groups = Map.groupBy(operations, ({ http }) => http.path.split('/')[3] ?? 'other')
  const sections = [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([group, members]) => [
      `## ${group}`,
      '',
      '| 이름 · Name | 경로 · Route | 권한 · Permission | 설명 · What it does |',
      '|---|---|---|---|',
      ...members.map(operationRow),
      '',
    ])
  return [
    '# 작업 목록 · Operations',
    '',
    notice,
    '',
    '작업 하나는 이름, 경로, 권한, 감사 기록을 모두 함께 정합니다. 권한이 어느 역할에 있는지는 [사용자와 역할](../ko/people.md)에서, 입력과 출력의 형식은 실행 중인 서버의 `/docs`에서 볼 수 있습니다.',
    '',
    'One operation defines its name, route, permission and audit line together. Which role has a permission is said in [People and roles](../en/people.md); the shapes of input and output are at `/docs` of a running server.',
    '',
    ...sections,
  ].join('\n')
}

const operationRow = ({ name, http, access, summary }: AnyOperation): string =>
  row([`\`${name}\``, `\`${http.method} ${http.path}\``, `\`${access}\``, both(summary)])

interface FieldSchema {
  readonly type?: string | readonly string[]
  readonly anyOf?: readonly FieldSchema[]
  readonly items?: FieldSchema
  readonly enum?: readonly string[]
  readonly minimum?: number
  readonly maximum?: number
  readonly maxItems?: number
  readonly label?: Text
  readonly help?: Text
  readonly unit?: Text
  readonly labels?: Readonly<Record<string, Text>>
  readonly secret?: boolean
}

function settingsPage(settings: readonly SettingView[]): string {
  return [
    '# 시스템 설정 · System settings',
    '',
    notice,
    '',
    '관리자가 실행 중에 바꾸는 값입니다. 서버가 데이터베이스를 열기 전에 필요한 값은 환경 변수이며 [운영하기](../ko/operating.md)에 있습니다. API로는 `PUT /api/v1/settings/{key}`로 바꿉니다.',
    '',
    'What administrators change at run time. What is needed before the database opens is an environment variable, see [Operating](../en/operating.md). Over the API they are changed with `PUT /api/v1/settings/{key}`.',
    '',
    ...settings.flatMap(settingSection),
  ].join('\n')
}

function settingSection(setting: SettingView): string[] {
  const { properties = {} } = setting.schema as { properties?: Record<string, FieldSchema> }
  return [
    `## ${setting.key}`,
    '',
    `**${setting.title.ko} · ${setting.title.en}**`,
    '',
    setting.help.ko,
    '',
    setting.help.en,
    '',
    '| 항목 · Field | 뜻 · Meaning | 값 · Values | 기본값 · Default |',
    '|---|---|---|---|',
    ...Object.entries(properties).map(([name, field]) =>
      row([`\`${name}\``, meaningOf(field), valuesOf(field), defaultOf(setting.default[name], field)]),
    ),
    '',
  ]
}

const meaningOf = ({ label, help }: FieldSchema): string =>
  [label && both(label), help && both(help)].filter((part) => part).join('<br>')

function valuesOf(field: FieldSchema): string {
  if (field.secret) return '비밀 값, 다시 보이지 않음 · secret, never shown again'
  if (field.enum) return field.enum.map((value) => choiceOf(value, field)).join('<br>')
  const [chosen] = (field.anyOf ?? []).filter(({ type }) => type !== 'null')
  if (chosen) return valuesOf(chosen)
  const unit = field.unit ? ` ${field.unit.ko} · ${field.unit.en}` : ''
  if (field.type === 'integer' || field.type === 'number') return `${field.minimum}–${field.maximum}${unit}`
  if (field.type === 'boolean') return '`true`, `false`'
  if (field.type === 'array')
    return `목록${field.maxItems ? `(최대 ${field.maxItems}개)` : ''} · list${field.maxItems ? ` (at most ${field.maxItems})` : ''}`
  return '글 · text'
}

const choiceOf = (value: string, { labels }: FieldSchema): string =>
  labels?.[value] ? `\`${value}\` ${labels[value].ko} · ${labels[value].en}` : `\`${value}\``

function defaultOf(value: unknown, field: FieldSchema): string {
  if (field.secret || value === undefined || value === null || value === '') return '–'
  if (Array.isArray(value) && value.length === 0) return '–'
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``
}

const begin = '<!-- roles: written by server/scripts/generate-docs.ts -->'
const end = '<!-- end of roles -->'

/** A page with its table of roles brought up to date; the rest is as people wrote it. */
function withRoles(path: string, language: Language): ReferenceFile {
  const page = readFileSync(new URL(path, docsFolder), 'utf8')
  const from = page.indexOf(begin)
  const to = page.indexOf(end)
  if (from < 0 || to < from) throw new Error(`${path} has no place for the table of roles (${begin} … ${end})`)
  const table = rolesTable(language).join('\n')
  return { path, content: `${page.slice(0, from + begin.length)}\n\n${table}\n\n${page.slice(to)}` }
}

const head = text('할 수 있는 일', 'May')
const permissionHead = text('권한', 'Permission')

function rolesTable(language: Language): string[] {
  const rows = (Object.entries(permissions) as [Permission, readonly Role[]][]).map(([permission, allowed]) =>
    row([
      meanings[permission][language],
      `\`${permission}\``,
      ...roles.map((role) => (allowed.includes(role) ? '●' : '')),
    ]),
  )
  return [
    row([head[language], permissionHead[language], ...roles.map((role) => `\`${role}\``)]),
    `|---|---|${roles.map(() => ':-:|').join('')}`,
    ...rows,
  ]
}

const meanings: Readonly<Record<Permission, Text>> = {
  'self.read': text('자신의 정보, 세션, 접속 이력 보기', 'see their own profile, sessions and sign-ins'),
  'self.write': text('자신의 정보, 비밀번호, 환경 설정 바꾸기', 'change their own profile, password and preferences'),
  'projects.read': text(
    '프로젝트, 모니터, 점검 기록, 통계, 장애, 가동률 보기',
    'see projects, monitors, results, figures, incidents and uptime',
  ),
  'projects.write': text(
    '프로젝트와 모니터를 추가·수정·중지, 유지보수 계획',
    'add, change and pause projects and monitors, plan maintenance',
  ),
  'projects.delete': text('프로젝트 삭제와 복원', 'delete and restore projects'),
  'checks.run': text('점검을 손으로 실행', 'run checks by hand'),
  'incidents.write': text('장애 확인 표시와 메모', 'acknowledge incidents and add notes'),
  'channels.read': text('알림 채널 보기', 'see alert channels'),
  'channels.write': text(
    '알림 채널 추가·수정·삭제·시험, 보내지 못한 알림 다시 보내기',
    'add, change, delete and test channels, send given-up messages again',
  ),
  'notifications.own': text('자신의 알림 읽기와 지우기', 'read and remove their own notifications'),
  'notifications.broadcast': text('공지 보내기', 'send an announcement'),
  'templates.write': text('알림 문구 보기와 바꾸기', 'see and change the words of alerts'),
  'deliveries.read': text('알림 전송 기록 보기', 'see the log of deliveries'),
  'scheduler.read': text('점검 상태와 정기 작업 보기', 'see the scheduler and the recurring jobs'),
  'scheduler.control': text(
    '모든 점검 시작·중지, 정기 작업 켜고 끄기와 바로 실행',
    'start and stop all checks, switch jobs and run them now',
  ),
  'people.read': text('사용자와 초대 보기', 'see people and invitations'),
  'people.write': text(
    '사용자 추가·수정·승인·잠금 해제·삭제, 초대, 비밀번호 재설정',
    'add, change, approve, unlock and delete people, invite, reset passwords',
  ),
  'tokens.manage': text('서비스 토큰과 모든 사람의 토큰 관리', "manage service tokens and everybody's tokens"),
  'tools.call': text('도구 보기와 호출', 'see and call tools'),
  'limits.read': text('사용 제한 보기', 'see usage limits'),
  'limits.write': text('사용 제한 바꾸기', 'change usage limits'),
  'usage.read': text('모든 사람의 도구 사용 보기', "see everybody's use of tools"),
  'gateway.write': text('도구 출처와 가상 서버 관리', 'manage tool sources and virtual servers'),
  'sign-ins.read': text('모든 사람의 접속 이력 보기', "see everybody's sign-ins"),
  'audit.read': text('감사 기록 보기와 검증', 'see and verify the audit record'),
  'settings.read': text('시스템 설정 보기', 'see the system settings'),
  'settings.write': text('시스템 설정 바꾸기와 시험', 'change and test the system settings'),
}

const row = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`

const both = ({ ko, en }: Text): string => `${ko}<br>${en}`

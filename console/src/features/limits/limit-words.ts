import type { Role } from '@bongsu/contract/permissions.ts'
import type { OutputOf } from '#lib/api.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { limitsTexts } from './limits.i18n.ts'

export type Limit = OutputOf<'list-limits'>['items'][number]
export type SubjectKind = Limit['subject_kind']

/** The nearest first: this is the order in which limits are looked for. */
export const subjectKinds = ['token', 'person', 'role', 'default'] as const satisfies readonly SubjectKind[]

const targetOrder = ['all', 'tag', 'tool']
const windowOrder = ['minute', 'day', 'month']

/** As they are shown: by priority, then who, what and how long. */
export const byPriority = (a: Limit, b: Limit): number =>
  subjectKinds.indexOf(a.subject_kind) - subjectKinds.indexOf(b.subject_kind) ||
  (a.subject_name ?? a.subject).localeCompare(b.subject_name ?? b.subject) ||
  targetOrder.indexOf(a.target_kind) - targetOrder.indexOf(b.target_kind) ||
  a.target.localeCompare(b.target) ||
  windowOrder.indexOf(a.window) - windowOrder.indexOf(b.window)

/** The one rule that is always there: so many a day, for everybody. */
export const isTheDefault = ({ subject_kind: kind, target_kind: target, window }: Limit): boolean =>
  kind === 'default' && target === 'all' && window === 'day'

/** Limits in words. */
export function useLimitWords() {
  const t = useTexts(limitsTexts)
  const format = useFormat()
  return {
    subject(limit: Limit): string {
      const { subject_kind: kind, subject, subject_name: name } = limit
      if (kind === 'default') return t('everybody')
      if (kind === 'role') return t(`roles.${subject as Role}`)
      return name ?? t('gone', { id: subject })
    },
    target: ({ target_kind: kind, target }: Limit): string => (kind === 'all' ? t('targets.all') : target),
    max({ max }: Pick<Limit, 'max'>): string {
      if (max < 0) return t('max.unlimited')
      return max === 0 ? t('max.none') : t('max.calls', { max: format.number(max) })
    },
  }
}

/** Whatever changes a limit changes these answers. */
export const touched = ['list-limits', 'explain-limits', 'list-limit-standings', 'get-my-usage'] as const

/** A limit as it is put: the same again, or with another figure. */
export const ruleOf = ({ subject_kind, subject, target_kind, target, window, max }: Limit) => ({
  ...{ subject_kind, subject, target_kind, target },
  ...{ window, max },
})

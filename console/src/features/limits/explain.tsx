import { roles } from '@bongsu/contract/permissions.ts'
import { SegmentedControl, Select, Skeleton } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Check, CornerDownRight } from 'lucide-react'
import { type OutputOf, queryOf } from '#lib/api.ts'
import { useTexts } from '#lib/i18n.ts'
import { useMay } from '#lib/me.ts'
import { peopleOptions, tokenOptions, toolOptions } from '#lib/remote-options.ts'
import { useUrlState } from '#lib/url-state.ts'
import { Card } from '#ui/card.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { RemoteSelect } from '#ui/remote-select.tsx'
import { Tag } from '#ui/state-badge.tsx'
import { QuotaBar } from '#ui/tools/quota-bar.tsx'
import { useLimitWords } from './limit-words.ts'
import { limitsTexts } from './limits.i18n.ts'
import classes from './limits.module.css'

type Explanation = OutputOf<'explain-limits'>
type Kind = 'person' | 'token' | 'role'

/** What holds for somebody, and why: `?who=person:7&tool=add`. Who may not look people up asks about roles. */
export function Explain() {
  const t = useTexts(limitsTexts)
  const mayFind = useMay('list-people')
  const kinds: readonly Kind[] = mayFind ? ['person', 'token', 'role'] : ['role']
  const [{ who, tool }, change] = useUrlState({ who: '', tool: '' })
  const [asked, id = ''] = who.split(':')
  const kind = kinds.find((one) => one === asked) ?? kinds[0] ?? 'role'
  const query = useQuery({
    ...queryOf('explain-limits', { [kind]: kind === 'role' ? id : Number(id), ...(tool ? { tool } : {}) }),
    enabled: id !== '',
    placeholderData: keepPreviousData,
  })
  const choose = (next: string) => change({ who: `${kind}:${next}` })
  return (
    <Card title={t('explain.title')}>
      <p className={classes.note}>{t('explain.text')}</p>
      <div className={classes.ask}>
        {kinds.length > 1 && (
          <SegmentedControl
            aria-label={t('explain.kind')}
            data={kinds.map((value) => ({ value, label: t(`subjects.${value}`) }))}
            value={kind}
            onChange={(next) => change({ who: `${next}:` })}
          />
        )}
        {kind === 'role' ? (
          <Select
            className={classes.askField ?? ''}
            aria-label={t('form.role')}
            placeholder={t('form.role')}
            data={roles.map((value) => ({ value, label: t(`roles.${value}`) }))}
            value={id || null}
            onChange={(next) => choose(next ?? '')}
          />
        ) : (
          <RemoteSelect
            key={kind}
            isBare
            className={classes.askField ?? ''}
            label={t(`form.${kind}`)}
            options={kind === 'person' ? peopleOptions : tokenOptions}
            value={id}
            onChange={choose}
          />
        )}
        <RemoteSelect
          isBare
          className={classes.askField ?? ''}
          label={t('explain.tool')}
          options={toolOptions}
          value={tool}
          onChange={(next) => change({ tool: next })}
        />
      </div>
      <div aria-live="polite">
        {id === '' ? (
          <p className={classes.hint}>{t('explain.choose')}</p>
        ) : query.data ? (
          <Answer answer={query.data} />
        ) : query.error ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <Skeleton height={140} aria-busy />
        )}
      </div>
    </Card>
  )
}

function Answer({ answer }: { readonly answer: Explanation }) {
  const t = useTexts(limitsTexts)
  const { person, token, role, rules } = answer
  return (
    <>
      <p className={classes.subject}>
        <b>{token?.name ?? person?.name ?? t(`roles.${role}`)}</b>
        {token && person && <Tag>{t('explain.owner', { name: person.name })}</Tag>}
        {(token || person) && <Tag>{t('explain.role', { role: t(`roles.${role}`) })}</Tag>}
      </p>
      {rules.length === 0 && <p className={classes.hint}>{t('explain.nothing')}</p>}
      <ol className={classes.rules}>
        {rules.map((rule) => (
          <Rule key={rule.limit.id} rule={rule} />
        ))}
      </ol>
    </>
  )
}

function Rule({ rule: { limit, holds, quota } }: { readonly rule: Explanation['rules'][number] }) {
  const t = useTexts(limitsTexts)
  const words = useLimitWords()
  return (
    <li className={classes.rule} data-holds={holds || undefined}>
      {holds ? <Check size={16} aria-hidden /> : <CornerDownRight size={16} aria-hidden />}
      <div className={classes.ruleWords}>
        <p>
          <Tag>{t(`subjects.${limit.subject_kind}`)}</Tag> {words.target(limit)} · {t(`windows.${limit.window}`)}{' '}
          {holds ? <b>{words.max(limit)}</b> : <s>{words.max(limit)}</s>}
        </p>
        <p className={classes.kind}>{t(holds ? 'explain.holds' : 'explain.hidden')}</p>
      </div>
      {quota && quota.limit >= 0 && (
        <div className={classes.ruleQuota}>
          <QuotaBar quota={quota} />
        </div>
      )}
    </li>
  )
}

import { Button, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { FlaskConical, History, Wrench } from 'lucide-react'
import { type OutputOf, queryOf } from '#lib/api.ts'
import { isApiError } from '#lib/api-error.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { myUsageQuery, quotasOfTool } from '#lib/quota.ts'
import { Card } from '#ui/card.tsx'
import { CopyButton } from '#ui/copy-button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { JsonView } from '#ui/json-view.tsx'
import { KeyFacts, PageHeader } from '#ui/page-header.tsx'
import { Tag } from '#ui/state-badge.tsx'
import { EffectTag } from '#ui/tools/effect-tag.tsx'
import { QuotaBar } from '#ui/tools/quota-bar.tsx'
import { toolTexts } from '#ui/tools/tools.i18n.ts'
import { SchemaCard } from './schema-view.tsx'
import { toolsTexts } from './tools.i18n.ts'
import classes from './tools.module.css'

type Tool = OutputOf<'get-tool'>

export default function ToolPage() {
  const t = useTexts(toolsTexts)
  const { name = '' } = useParams({ strict: false }) as { name?: string }
  const { data, error, refetch } = useQuery(queryOf('get-tool', { name }))
  if (data) return <OneTool tool={data} />
  if (isApiError(error, 'not_found')) {
    const back = (
      <Button component={Link} to="/tools" variant="default">
        {t('detail.back')}
      </Button>
    )
    return <EmptyState icon={Wrench} title={t('detail.missing')} text={t('detail.missingText')} action={back} isPage />
  }
  return (
    <>
      <PageHeader icon={Wrench} title={name} />
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton height={420} radius={10} aria-busy />
      )}
    </>
  )
}

function OneTool({ tool }: { readonly tool: Tool }) {
  const t = useTexts(toolsTexts)
  const { name, title } = tool
  const actions = (
    <>
      <Button component={Link} to={`/tester/${name}`} leftSection={<FlaskConical size={16} aria-hidden />}>
        {t('try')}
      </Button>
      <Button
        component={Link}
        to="/usage"
        search={{ tool: name } as never}
        variant="default"
        leftSection={<History size={16} aria-hidden />}
      >
        {t('detail.history')}
      </Button>
    </>
  )
  return (
    <>
      <PageHeader
        icon={Wrench}
        title={title ?? name}
        purpose={tool.source.title}
        actions={actions}
        facts={<Facts tool={tool} />}
      />
      <div className={classes.columns}>
        <div className={classes.column}>
          <Card title={t('detail.about')}>
            <p className={classes.about}>{tool.description || t('detail.noDescription')}</p>
          </Card>
          <SchemaCard
            title={t('detail.input')}
            schema={tool.input_schema}
            nothing={t('detail.noInput')}
            anything={t('detail.freeInput')}
          />
          <SchemaCard
            title={t('detail.output')}
            schema={tool.output_schema}
            isOutput
            nothing={t('detail.noOutput')}
            anything={t('detail.freeInput')}
          />
        </div>
        <div className={classes.column}>
          <Use name={name} />
          <Limits tool={tool} />
          {Object.keys(tool.annotations).length > 0 && (
            <Card title={t('detail.annotations')}>
              <p className={classes.note}>{t('detail.annotationsHint')}</p>
              <JsonView value={tool.annotations} />
            </Card>
          )}
        </div>
      </div>
    </>
  )
}

function Facts({ tool }: { readonly tool: Tool }) {
  const t = useTexts(toolsTexts)
  const words = useTexts(toolTexts)
  const { name, needs_scope: scope, effect, roles, tags } = tool
  return (
    <KeyFacts
      facts={[
        {
          label: t('detail.facts.name'),
          value: (
            <span className={classes.copied}>
              <code>{name}</code>
              <CopyButton value={name} />
            </span>
          ),
        },
        { label: t('detail.facts.effect'), value: <EffectTag effect={effect} /> },
        { label: t('detail.facts.scope'), value: t(scope === 'read' ? 'detail.scopeRead' : 'detail.scopeWrite') },
        { label: t('detail.facts.roles'), value: roles.map((role) => words(`roles.${role}`)).join(' · ') },
        {
          label: t('detail.tags'),
          value: (
            <span className={classes.tags}>
              {tags.map((tag) => (
                <Link key={tag} to="/tools" search={{ tag } as never} className={classes.tagLink}>
                  <Tag>{tag}</Tag>
                </Link>
              ))}
            </span>
          ),
        },
      ]}
    />
  )
}

/** The figures come from the catalogue, which has them for every tool at once. */
function Use({ name }: { readonly name: string }) {
  const t = useTexts(toolsTexts)
  const format = useFormat()
  const { data } = useQuery(queryOf('browse-tools', { q: name, page_size: 100 }))
  const use = data?.items.find((one) => one.name === name)
  if (data && !use) return null
  return (
    <Card title={t('detail.use')}>
      {use === undefined ? (
        <Skeleton height={44} aria-busy />
      ) : use.calls === 0 ? (
        <p className={classes.dim}>{t('detail.noUse')}</p>
      ) : (
        <dl className={classes.use}>
          <div>
            <dt>{t('detail.calls')}</dt>
            <dd>{format.number(use.calls)}</dd>
          </div>
          <div>
            <dt>{t('detail.failures')}</dt>
            <dd>{format.number(use.failures)}</dd>
          </div>
          <div>
            <dt>{t('detail.rate')}</dt>
            <dd>{format.percent((use.calls - use.failures) / use.calls, 1)}</dd>
          </div>
        </dl>
      )}
    </Card>
  )
}

function Limits({ tool }: { readonly tool: Tool }) {
  const t = useTexts(toolsTexts)
  const { data } = useQuery(myUsageQuery())
  const quotas = data && quotasOfTool(data.quotas, tool)
  return (
    <Card title={t('detail.limits')}>
      {quotas === undefined ? (
        <Skeleton height={56} aria-busy />
      ) : quotas.length === 0 ? (
        <p className={classes.dim}>{t('detail.noLimits')}</p>
      ) : (
        quotas.map((quota) => <QuotaBar key={`${quota.target_kind} ${quota.target} ${quota.window}`} quota={quota} />)
      )}
    </Card>
  )
}

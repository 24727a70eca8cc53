import { displayStates } from '@bongsu/contract/states.ts'
import { Button, Group, SegmentedControl, Stack, TextInput } from '@mantine/core'
import { Activity, Plus, Siren, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { ApiError } from '#lib/api-error.ts'
import { markChanged } from '#lib/changed.ts'
import { setLanguage, useLanguage } from '#lib/i18n.ts'
import type { ListSource } from '#lib/list.ts'
import { usePreferences } from '#lib/person-preferences.ts'
import { useTableState } from '#lib/table-state.ts'
import { showToast } from '#lib/toasts.ts'
import { Card, CardRow, StatCard } from '#ui/card.tsx'
import { TimeChart } from '#ui/chart/time-chart.tsx'
import { ConfirmDestructive } from '#ui/confirm.tsx'
import type { Column } from '#ui/data-table/column.ts'
import { DataTable } from '#ui/data-table/data-table.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { FilterBar } from '#ui/filter-bar.tsx'
import { FormSection, SaveBar } from '#ui/form-section.tsx'
import { HistoryStrip } from '#ui/history-strip.tsx'
import { JsonView } from '#ui/json-view.tsx'
import { KeyValue } from '#ui/key-value.tsx'
import { KeyFacts, PageHeader } from '#ui/page-header.tsx'
import { OpenDuration, RelativeTime } from '#ui/relative-time.tsx'
import { SchemaForm } from '#ui/schema-form/schema-form.tsx'
import { SecretInput } from '#ui/secret-input.tsx'
import { StateBadge, Tag } from '#ui/state-badge.tsx'
import { StateIcon } from '#ui/state-icon.tsx'
import { UrlTabs } from '#ui/url-tabs.tsx'
import { type GalleryRow, galleryRows, gallerySchema, gallerySeries, gallerySlots } from './gallery-data.ts'

/** Every part of the design system on one page, for the eye. Development only: production builds leave it out. */
export default function GalleryPage() {
  const language = useLanguage()
  const { theme, change } = usePreferences()
  return (
    <main style={{ padding: '20px var(--b-gutter) 80px', maxWidth: 1440, margin: '0 auto' }}>
      <Group mb="lg">
        <SegmentedControl
          data={['light', 'dark', 'system']}
          value={theme}
          onChange={(value) => change({ theme: value as 'light' })}
          aria-label="theme"
        />
        <SegmentedControl
          data={['ko', 'en']}
          value={language}
          onChange={(value) => setLanguage(value as 'ko')}
          aria-label="language"
        />
      </Group>
      <PageHeader
        icon={Siren}
        title="결제 서비스 · checkout.example.com"
        purpose="외부 결제 창과 승인 API를 1분마다 확인합니다."
        state="degraded"
        actions={
          <>
            <Button leftSection={<Plus size={15} />}>모니터 추가</Button>
            <Button variant="default">지금 점검</Button>
          </>
        }
        facts={
          <KeyFacts
            facts={[
              { label: '가동률 30일', value: '99.95 %' },
              { label: 'p95', value: '412 ms' },
              { label: '상태 지속', value: '3시간 12분' },
              { label: '담당', value: '김봉수' },
            ]}
          />
        }
      />
      <UrlTabs
        tabs={[
          { key: 'all', label: '전체', icon: Activity, content: <Parts /> },
          { key: 'table', label: '표', count: 132, content: <TableParts /> },
          { key: 'form', label: '폼', content: <FormParts /> },
        ]}
      />
    </main>
  )
}

function Parts() {
  const [isAsking, setAsking] = useState(false)
  const { from, to, series, spans } = gallerySeries
  return (
    <Stack gap="lg">
      <Group>
        {displayStates.map((state) => (
          <StateBadge key={state} state={state} />
        ))}
        {displayStates.map((state) => (
          <StateIcon key={state} state={state} size={16} />
        ))}
        <Tag>http</Tag>
        <Tag tone="accent">관리자</Tag>
      </Group>
      <CardRow>
        <StatCard label="정상" value="128" tone="up" icon={<StateIcon state="up" decorative />} hint="전체 132개" />
        <StatCard label="저하" value="3" tone="degraded" icon={<StateIcon state="degraded" decorative />} />
        <StatCard
          label="장애"
          value="1"
          tone="down"
          icon={<StateIcon state="down" decorative />}
          hint={<OpenDuration from={Date.now() - 192_000} />}
        />
        <StatCard label="평균 응답" value="243 ms" hint="어제보다 12 ms 빠름" />
      </CardRow>
      <Card title="응답 시간">
        <TimeChart title="응답 시간 24시간" unit="ms" from={from} to={to} series={series} spans={spans} />
      </Card>
      <CardRow min={420}>
        <Card title="상태 이력">
          <HistoryStrip slots={gallerySlots} />
          <div style={{ height: 12 }} />
          <HistoryStrip slots={gallerySlots} size="sm" />
        </Card>
        <Card title="도구 호출">
          <TimeChart
            title="성공과 실패"
            unit="count"
            from={from}
            to={to}
            height={160}
            series={[
              { key: 'ok', name: '성공', kind: 'bar', stack: 'calls', color: 'up-bar', points: gallerySeries.bars },
              {
                key: 'bad',
                name: '실패',
                kind: 'bar',
                stack: 'calls',
                color: 'down-bar',
                points: gallerySeries.bars.map(([at, value]) => [at, value === null ? null : Math.round(value / 9)]),
              },
            ]}
          />
        </Card>
      </CardRow>
      <Group>
        <Button>주 동작</Button>
        <Button variant="default">보조</Button>
        <Button variant="light">연한</Button>
        <Button variant="outline">외곽선</Button>
        <Button variant="subtle">글자</Button>
        <Button color="red">삭제</Button>
        <Button color="red" variant="light">
          삭제
        </Button>
        <Button disabled>사용 불가</Button>
        <Button loading>기다림</Button>
        <Button
          variant="default"
          onClick={() =>
            showToast({
              tone: 'done',
              message: '모니터를 삭제했습니다.',
              action: { label: '실행 취소', run: () => undefined },
            })
          }
        >
          알림
        </Button>
        <Button
          variant="default"
          onClick={() => showToast({ tone: 'error', message: '서버가 요청을 거절했습니다.', code: 'conflict' })}
        >
          오류 알림
        </Button>
        <Button variant="default" onClick={() => setAsking(true)}>
          확인 창
        </Button>
      </Group>
      <ConfirmDestructive
        isOpen={isAsking}
        title="프로젝트를 영구히 삭제할까요?"
        text="모니터 12개와 기록 1,204,332건이 사라집니다."
        verb="영구 삭제"
        phrase="결제 서비스"
        onConfirm={() => setAsking(false)}
        onClose={() => setAsking(false)}
      />
      <CardRow min={420}>
        <Card title="값">
          <KeyValue
            items={[
              {
                label: '주소',
                value: 'https://checkout.example.com/health',
                copy: 'https://checkout.example.com/health',
              },
              { label: '마지막 점검', value: <RelativeTime at={Date.now() - 42_000} /> },
              { label: '인증서', value: '27일 남음' },
              { label: '메모', value: null },
            ]}
          />
        </Card>
        <Card title="JSON">
          <JsonView
            value={{
              state: 'down',
              duration_ms: 10_002,
              error_code: 'timeout',
              timings: { dns_ms: 3, connect_ms: 12 },
              evidence: { headers: ['server: nginx', 'x: y'], body: null },
            }}
          />
        </Card>
        <Card title="비어 있음">
          <EmptyState
            title="아직 장애가 없습니다"
            text="모니터가 연속으로 실패하면 여기에 기록됩니다."
            action={<Button variant="default">모니터 추가</Button>}
          />
        </Card>
        <Card title="오류">
          <ErrorState
            error={new ApiError('unavailable', '저장소가 응답하지 않습니다.', { retryAfter: 12 })}
            onRetry={() => undefined}
          />
        </Card>
      </CardRow>
    </Stack>
  )
}

const columns: readonly Column<GalleryRow>[] = [
  {
    key: 'state',
    header: '상태',
    width: 120,
    card: 'corner',
    cell: (row) => <StateBadge state={row.state} />,
    text: (row) => row.state,
  },
  { key: 'name', header: '이름', sort: true, card: 'title', cell: (row) => row.name, text: (row) => row.name },
  { key: 'kind', header: '종류', choice: 'shown', cell: (row) => <Tag>{row.kind}</Tag>, text: (row) => row.kind },
  {
    key: 'history',
    header: '최근',
    width: 220,
    cell: (row) => <HistoryStrip size="sm" slots={row.slots} label={row.name} />,
  },
  {
    key: 'duration_ms',
    header: '응답',
    sort: 'desc',
    align: 'end',
    cell: (row) => row.duration,
    text: (row) => row.duration,
  },
  {
    key: 'uptime',
    header: '가동률',
    sort: 'desc',
    align: 'end',
    choice: 'shown',
    cell: (row) => row.uptime,
    text: (row) => row.uptime,
  },
  {
    key: 'checked_at',
    header: '마지막 점검',
    choice: 'shown',
    cell: (row) => <RelativeTime at={row.at} />,
    text: (row) => row.at,
  },
]

function TableParts() {
  const table = useTableState({ sort: 'name', filters: { q: '', state: '', kind: [] as readonly string[] } })
  const rows = galleryRows.slice((table.page - 1) * table.pageSize, table.page * table.pageSize)
  const list: ListSource<GalleryRow> = {
    rows,
    total: galleryRows.length,
    isPending: false,
    isStale: false,
    error: null,
    updatedAt: 0,
    refetch: () => undefined,
    fetchAll: async () => galleryRows,
  }
  return (
    <Stack gap="lg">
      <DataTable
        id="gallery"
        label="모니터"
        list={list}
        table={table}
        columns={columns}
        rowKey={(row) => row.id}
        rowHref={(row) => `/ui-gallery?row=${row.id}`}
        rowMark={(row) => `row:${row.id}`}
        filters={
          <FilterBar
            table={table}
            search="q"
            filters={[
              {
                key: 'state',
                label: '상태',
                kind: 'segmented',
                options: [
                  { value: 'up', label: '정상' },
                  { value: 'down', label: '장애' },
                ],
              },
              {
                key: 'kind',
                label: '종류',
                kind: 'multi',
                options: [
                  { value: 'http', label: 'http' },
                  { value: 'tls', label: 'tls' },
                ],
              },
            ]}
          />
        }
        bulk={(chosen, clear) => (
          <>
            <Button size="compact-sm" variant="default" onClick={clear}>
              일시 중지
            </Button>
            <Button size="compact-sm" variant="subtle" color="red" leftSection={<Trash2 size={14} />} onClick={clear}>
              {chosen.length}개 삭제
            </Button>
          </>
        )}
      />
      <Button variant="default" onClick={() => markChanged('row:2')}>
        2번 행 바뀜 표시
      </Button>
      <DataTable
        id="gallery-loading"
        label="불러오는 표"
        list={{ ...list, isPending: true, rows: [] }}
        columns={columns}
        rowKey={(row) => row.id}
      />
      <DataTable
        id="gallery-empty"
        label="빈 표"
        list={{ ...list, rows: [], total: 0 }}
        table={{ ...table, isFiltered: true }}
        columns={columns}
        rowKey={(row) => row.id}
      />
    </Stack>
  )
}

function FormParts() {
  const [value, setValue] = useState<unknown>({})
  const [secret, setSecret] = useState<string | null>()
  const [name, setName] = useState('')
  return (
    <>
      <FormSection title="기본" text="이 모니터가 무엇을 지켜보는지 적습니다.">
        <TextInput label="이름" value={name} onChange={(event) => setName(event.currentTarget.value)} withAsterisk />
        <SecretInput label="토큰" isSet value={secret} onChange={setSecret} description="서버에만 저장됩니다." />
      </FormSection>
      <FormSection title="점검" text="점검 종류가 스스로 설명하는 폼입니다.">
        <SchemaForm
          schema={gallerySchema}
          path="options"
          value={value}
          onChange={setValue}
          errors={{ 'options.headers[0].name': '이름을 입력하세요.', 'options.timeout_ms': '100 이상이어야 합니다.' }}
        />
      </FormSection>
      <JsonView value={value} />
      <SaveBar isDirty={name !== ''} isSaving={false} onDiscard={() => setName('')} onSave={() => setName('')} />
    </>
  )
}

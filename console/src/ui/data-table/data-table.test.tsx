import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { ApiError } from '#lib/api-error.ts'
import { markChanged } from '#lib/changed.ts'
import { type ListSource, localList } from '#lib/list.ts'
import { useTableState } from '#lib/table-state.ts'
import { renderPage } from '../../../test/render-page.tsx'
import { FilterBar } from '../filter-bar.tsx'
import type { Column } from './column.ts'
import { nextSort, sortDirection, visibleColumns } from './column.ts'
import { DataTable } from './data-table.tsx'
import type { DataTableProps } from './table-view.ts'

interface Row {
  id: number
  name: string
  size: number
}

const everything: Row[] = Array.from({ length: 45 }, (_row, index) => ({
  id: index + 1,
  name: `모니터 ${index + 1}`,
  size: index * 10,
}))

const columns: readonly Column<Row>[] = [
  { key: 'name', header: '이름', sort: true, cell: (row) => row.name, text: (row) => row.name, card: 'title' },
  { key: 'size', header: '크기', sort: 'desc', align: 'end', cell: (row) => row.size, text: (row) => row.size },
  { key: 'secret', header: '비고', choice: 'hidden', cell: () => 'hidden cell', text: () => 'x' },
]

interface PageProps {
  readonly changes: Partial<DataTableProps<Row>>
  readonly source: Partial<ListSource<Row>>
}

function RowsPage({ changes, source }: PageProps) {
  const table = useTableState({ sort: 'name', filters: { q: '' } })
  const rows = everything.slice((table.page - 1) * table.pageSize, table.page * table.pageSize)
  return (
    <DataTable
      id="rows"
      label="모니터"
      list={{ ...localList(rows), total: everything.length, ...source }}
      table={table}
      columns={columns}
      rowKey={(row) => row.id}
      rowHref={(row) => `/rows/${row.id}`}
      filters={<FilterBar table={table} search="q" />}
      {...changes}
    />
  )
}

const renderTable = (changes: PageProps['changes'] = {}, at = '/rows', source: PageProps['source'] = {}) =>
  renderPage(() => <RowsPage changes={changes} source={source} />, { at })

const bodyRows = async () => within((await screen.findAllByRole('rowgroup'))[1] as HTMLElement).getAllByRole('row')

describe('pages', () => {
  it('show where they are and turn, with everything in the address', async () => {
    const { router } = renderTable()
    expect(await bodyRows()).toHaveLength(20)
    expect(screen.getByText('1–20 / 총 45건')).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: '다음 페이지' }))
    await screen.findByText('모니터 21')
    expect(router.state.location.search).toEqual({ page: '2' })
  })

  it('change their length, and start again at the first', async () => {
    const { router } = renderTable({}, '/rows?page=2')
    await screen.findByText('모니터 21')
    fireEvent.change(screen.getByRole('combobox', { name: '한 페이지에 표시할 행 수' }), { target: { value: '50' } })
    await waitFor(async () => expect(await bodyRows()).toHaveLength(45))
    expect(router.state.location.search).toEqual({ page_size: '50' })
  })

  it('survive nonsense in the address', async () => {
    renderTable({}, '/rows?page=-3&page_size=7')
    expect(await bodyRows()).toHaveLength(20)
  })
})

describe('sorting', () => {
  it('starts in the natural direction of the column and turns round', async () => {
    const { router } = renderTable()
    fireEvent.click(await screen.findByRole('button', { name: '크기' }))
    await waitFor(() => expect(router.state.location.search).toEqual({ sort: '-size' }))
    fireEvent.click(screen.getByRole('button', { name: '크기' }))
    await waitFor(() => expect(router.state.location.search).toEqual({ sort: 'size' }))
    expect(screen.getByRole('columnheader', { name: '크기' }).getAttribute('aria-sort')).toBe('ascending')
  })

  it('is plain about directions', () => {
    expect(nextSort({ key: 'name', sort: true }, '')).toBe('name')
    expect(nextSort({ key: 'name', sort: true }, 'name')).toBe('-name')
    expect(nextSort({ key: 'at', sort: 'desc' }, 'name')).toBe('-at')
    expect(sortDirection('at', '-at')).toBe('descending')
    expect(sortDirection('at', 'name')).toBe('none')
  })
})

describe('the keyboard', () => {
  it('walks rows with arrows, opens with Enter', async () => {
    const { router } = renderTable()
    const rows = await bodyRows()
    expect(rows.filter((row) => row.tabIndex === 0)).toEqual([rows[0]])
    rows[0]?.focus()
    fireEvent.keyDown(rows[0] as HTMLElement, { key: 'ArrowDown' })
    fireEvent.keyDown(rows[1] as HTMLElement, { key: 'ArrowDown' })
    expect(document.activeElement).toBe(rows[2])
    fireEvent.keyDown(rows[2] as HTMLElement, { key: 'End' })
    expect(document.activeElement).toBe(rows[19])
    fireEvent.keyDown(rows[19] as HTMLElement, { key: 'Enter' })
    await waitFor(() => expect(router.state.location.pathname).toBe('/rows/20'))
  })

  it('chooses with Space', async () => {
    renderTable({ bulk: (chosen) => <b>{`chosen ${chosen.map((row) => row.id).join()}`}</b> })
    const rows = await bodyRows()
    rows[1]?.focus()
    fireEvent.keyDown(rows[1] as HTMLElement, { key: ' ' })
    expect(await screen.findByText('1개 선택됨')).toBeTruthy()
    expect(screen.getByText('chosen 2')).toBeTruthy()
  })
})

describe('opening', () => {
  it('follows a click anywhere in the row', async () => {
    const { router } = renderTable()
    fireEvent.click(await screen.findByText('30'))
    await waitFor(() => expect(router.state.location.pathname).toBe('/rows/4'))
  })

  it('leaves the buttons in a row alone', async () => {
    const pressed = vi.fn()
    const withButton: Column<Row>[] = [
      ...columns,
      {
        key: 'act',
        header: '동작',
        cell: (row) => <button type="button" onClick={pressed}>{`누름 ${row.id}`}</button>,
      },
    ]
    const { router } = renderTable({ columns: withButton })
    fireEvent.click(await screen.findByRole('button', { name: '누름 3' }))
    expect(pressed).toHaveBeenCalledOnce()
    expect(router.state.location.pathname).toBe('/rows')
  })
})

describe('choosing', () => {
  it('takes the page as a whole, shows the bulk bar, and lets go', async () => {
    renderTable({ bulk: (chosen) => <button type="button">{chosen.length}개 삭제</button> })
    fireEvent.click(await screen.findByRole('checkbox', { name: '이 페이지의 모든 행 선택' }))
    expect(screen.getByRole('button', { name: '20개 삭제' })).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: '선택 해제' }))
    expect(screen.queryByRole('button', { name: /개 삭제/ })).toBeNull()
    expect(screen.getByRole('searchbox', { name: '검색' })).toBeTruthy()
  })
})

describe('what is not there', () => {
  it('shows the shape of the table while it loads', async () => {
    renderTable({}, '/rows', { rows: [], total: 0, isPending: true })
    const table = await screen.findByRole('table')
    expect(table.getAttribute('aria-busy')).toBe('true')
    expect(table.querySelectorAll('tbody tr')).toHaveLength(8)
  })

  it('tells an empty list from one that the filters emptied', async () => {
    const { unmount } = renderTable({ empty: <p>첫 모니터를 추가하세요</p> }, '/rows', { rows: [], total: 0 })
    expect(await screen.findByText('첫 모니터를 추가하세요')).toBeTruthy()
    unmount()
    const { router } = renderTable({ empty: <p>첫 모니터를 추가하세요</p> }, '/rows?q=x', { rows: [], total: 0 })
    expect(await screen.findByText('조건에 맞는 항목이 없습니다')).toBeTruthy()
    fireEvent.click(screen.getAllByRole('button', { name: '필터 지우기' }).at(-1) as HTMLElement)
    await waitFor(() => expect(router.state.location.search).toEqual({}))
  })

  it('says what failed and tries again, but keeps rows it already has', async () => {
    const refetch = vi.fn()
    const error = new ApiError('unavailable', '저장소가 응답하지 않습니다.')
    const { unmount } = renderTable({}, '/rows', { rows: [], total: 0, error, refetch })
    fireEvent.click(await screen.findByRole('button', { name: '다시 시도' }))
    expect(refetch).toHaveBeenCalledOnce()
    expect(screen.getByText('unavailable')).toBeTruthy()
    unmount()
    renderTable({}, '/rows', { error })
    expect(await bodyRows()).toHaveLength(20)
  })
})

it('remembers which columns a person chose', async () => {
  const { unmount } = renderTable()
  await bodyRows()
  expect(screen.queryByText('hidden cell')).toBeNull()
  fireEvent.click(screen.getByRole('button', { name: '표 설정' }))
  fireEvent.click(await screen.findByRole('menuitemcheckbox', { name: '비고' }))
  expect(screen.getAllByText('hidden cell')).toHaveLength(20)
  unmount()
  renderTable()
  expect(await screen.findAllByText('hidden cell')).toHaveLength(20)
  expect(visibleColumns(columns, { columns: {}, isDense: false }).map(({ key }) => key)).toEqual(['name', 'size'])
})

it('exports everything the filters let through, in the columns on screen', async () => {
  const saved: Blob[] = []
  vi.stubGlobal(
    'URL',
    Object.assign(URL, {
      createObjectURL: (blob: Blob) => saved.push(blob) && 'blob:x',
      revokeObjectURL: () => undefined,
    }),
  )
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined)
  renderTable({}, '/rows', { fetchAll: async () => everything })
  fireEvent.click(await screen.findByRole('button', { name: 'CSV로 내보내기' }))
  expect(await screen.findByText('45행을 내보냈습니다.')).toBeTruthy()
  const lines = (await saved[0]?.text())?.trim().split('\r\n') ?? []
  expect(lines).toHaveLength(46)
  expect(lines.slice(0, 2).map((line) => line.replace('\uFEFF', ''))).toEqual(['이름,크기', '모니터 1,0'])
})

it('marks a row that changed a moment ago, and no other', async () => {
  renderTable({ rowMark: (row) => `row:${row.id}` })
  const rows = await bodyRows()
  vi.useFakeTimers()
  act(() => markChanged('row:2'))
  expect(rows.map((row) => row.dataset.changed)).toEqual([undefined, 'true', ...Array(18).fill(undefined)])
  act(() => void vi.advanceTimersByTime(2000))
  expect(rows[1]?.dataset.changed).toBeUndefined()
})

it('is a list of cards on a phone, each a link as a whole', async () => {
  vi.stubGlobal('matchMedia', (query: string) => ({
    matches: query.includes('max-width: 640px'),
    media: query,
    addEventListener() {},
    removeEventListener() {},
  }))
  const { router } = renderTable()
  const cards = within(await screen.findByRole('list', { name: '모니터' })).getAllByRole('listitem')
  expect(cards).toHaveLength(20)
  expect(
    within(cards[0] as HTMLElement)
      .getByRole('link', { name: '모니터 1' })
      .getAttribute('href'),
  ).toBe('/rows/1')
  expect(screen.queryByRole('table')).toBeNull()
  // Without heads to click, the order is chosen from a list.
  const order = screen.getByRole('combobox', { name: '정렬' })
  expect(
    within(order)
      .getAllByRole('option')
      .map(({ textContent }) => textContent),
  ).toEqual(['이름 오름차순', '이름 내림차순', '크기 내림차순', '크기 오름차순'])
  fireEvent.change(order, { target: { value: '-size' } })
  await waitFor(() => expect(router.state.location.search).toEqual({ sort: '-size' }))
})

it('searches when the person pauses, from the first page', async () => {
  const { router } = renderTable({}, '/rows?page=2')
  fireEvent.change(await screen.findByRole('searchbox', { name: '검색' }), { target: { value: '결제' } })
  expect(router.state.location.search).toEqual({ page: '2' })
  await waitFor(() => expect(router.state.location.search).toEqual({ q: '결제' }))
})

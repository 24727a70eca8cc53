import { MantineProvider } from '@mantine/core'
import { fireEvent, render, screen, within } from '@testing-library/react'
import { useState } from 'react'
import { beforeEach, describe, expect, it } from 'vitest'
import { setLanguage } from '#lib/i18n.ts'
import type { JsonSchema } from './json-schema.ts'
import { SchemaForm, type SchemaFormProps } from './schema-form.tsx'

beforeEach(() => setLanguage('ko'))

interface Said {
  value: unknown
  readonly paths: string[]
}

function Holder({ said, ...props }: Partial<SchemaFormProps> & { schema: JsonSchema; said: Said }) {
  const [value, setValue] = useState(said.value)
  const onChange = (next: unknown, path: string) => {
    said.value = next
    said.paths.push(path)
    setValue(next)
  }
  return (
    <MantineProvider env="test">
      <SchemaForm {...props} value={value} onChange={onChange} />
    </MantineProvider>
  )
}

/** Draws a form and keeps what it says. */
function draw(schema: JsonSchema, value: unknown = {}, props: Partial<SchemaFormProps> = {}): Said {
  const said: Said = { value, paths: [] }
  render(<Holder schema={schema} said={said} {...props} />)
  return said
}

const object = (properties: Record<string, JsonSchema>, required: string[] = []): JsonSchema => ({
  type: 'object',
  properties,
  required,
})
const type = (field: HTMLElement, value: string) => fireEvent.change(field, { target: { value } })
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }))

it('a field that only some values of its neighbour need is asked for with those, or once it is filled in', () => {
  const fields = {
    action: { type: 'string', enum: ['click', 'navigate'] },
    selector: { type: 'string', shown_for: { action: ['click'] } },
  }
  draw(object(fields), { action: 'navigate' })
  expect(screen.queryByRole('textbox', { name: 'selector' })).toBeNull()
  draw(object(fields), { action: 'click' })
  draw(object(fields), { action: 'navigate', selector: '#left-over' })
  expect(screen.getAllByRole('textbox', { name: 'selector' })).toHaveLength(2)
})

describe('plain fields', () => {
  it("are named and explained in the person's language, the API name where there is no label", () => {
    draw(
      object(
        {
          url: {
            type: 'string',
            label: { ko: '주소', en: 'Address' },
            help: { ko: '점검할 주소', en: 'What to look at' },
          },
          retry_count: { type: 'integer' },
        },
        ['url'],
      ),
    )
    expect(screen.getByRole('textbox', { name: /주소/ }).getAttribute('aria-required')).toBe('true')
    expect(screen.getByText('점검할 주소')).toBeTruthy()
    expect(screen.getByLabelText('retry count')).toBeTruthy()
  })

  it('leave out what is not filled in, and show the default as a hint', () => {
    const said = draw(object({ name: { type: 'string' }, timeout: { type: 'integer', default: 10_000, unit: 'ms' } }))
    const timeout = screen.getByLabelText('timeout') as HTMLInputElement
    expect(timeout.placeholder).toBe('10000')
    type(timeout, '2500')
    expect(said.value).toEqual({ timeout: 2500 })
    type(timeout, '')
    expect(said.value).toEqual({})
  })

  it('say null where null is a value', () => {
    const said = draw(
      object({ note: { anyOf: [{ type: 'string' }, { type: 'null' }], label: { ko: '메모', en: 'Note' } } }),
      { note: 'x' },
    )
    type(screen.getByRole('textbox', { name: '메모' }), '')
    expect(said.value).toEqual({ note: null })
  })

  it('tell the range of a number, but not the limits of the language itself', () => {
    draw(
      object({
        port: { type: 'integer', minimum: 1, maximum: 65_535 },
        any: { type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER },
      }),
    )
    expect(screen.getByText('1–65,535')).toBeTruthy()
    expect(screen.queryByText(/9,007/)).toBeNull()
  })

  it('show a switch as its default until somebody decides', () => {
    const said = draw(object({ follow: { type: 'boolean', default: true } }))
    const follow = screen.getByRole('switch', { name: 'follow' }) as HTMLInputElement
    expect(follow.checked).toBe(true)
    fireEvent.click(follow)
    expect(said.value).toEqual({ follow: false })
  })

  it('offer few choices side by side, with the type the schema wants', () => {
    const said = draw(object({ version: { enum: [4, 6], default: 4, labels: { 4: 'IPv4', 6: 'IPv6' } } }))
    fireEvent.click(screen.getByRole('radio', { name: 'IPv6' }))
    expect(said.value).toEqual({ version: 6 })
  })

  it('follow references, what stands beside them winning', () => {
    draw({
      ...object({ a: { $ref: '#/$defs/Name', label: { ko: '첫째', en: 'First' } } }),
      $defs: { Name: { type: 'string', label: { ko: '이름', en: 'Name' }, multiline: true } },
    })
    expect(screen.getByRole('textbox', { name: '첫째' }).tagName).toBe('TEXTAREA')
  })
})

describe('secrets', () => {
  const schema = object({ token: { type: 'string', secret: true, label: { ko: '토큰', en: 'Token' } } })

  it('that are set can be replaced or kept, never read', () => {
    const said = draw(schema, {}, { path: 'options', secrets: new Set(['options.token']) })
    expect(screen.queryByLabelText('토큰')).toBeNull()
    press('토큰 바꾸기')
    type(screen.getByLabelText('토큰'), 'new')
    expect(said.value).toEqual({ token: 'new' })
    press('그대로 두기')
    expect(said.value).toEqual({})
    expect(screen.getByText('설정됨')).toBeTruthy()
  })

  it('are seen to be set by what the server answers in their place', () => {
    draw(schema, { token: { has_secret: true } })
    expect(screen.getByText('설정됨')).toBeTruthy()
  })
})

describe('lists', () => {
  const texts = object({ codes: { type: 'array', items: { type: 'string' }, label: { ko: '코드', en: 'Codes' } } })

  it('grow, move and shrink', () => {
    const said = draw(texts, { codes: ['200', '204'] })
    press('코드 추가')
    type(screen.getByRole('textbox', { name: '코드 3번째 항목' }), '301')
    expect(said.value).toEqual({ codes: ['200', '204', '301'] })
    press('코드 3번째 항목 위로')
    expect(said.value).toEqual({ codes: ['200', '301', '204'] })
    press('코드 1번째 항목 삭제')
    expect(said.value).toEqual({ codes: ['301', '204'] })
    expect((screen.getByRole('button', { name: '코드 1번째 항목 위로' }) as HTMLButtonElement).disabled).toBe(true)
  })

  it('of groups show a refusal at exactly the field it names', () => {
    const headers = object({
      headers: { type: 'array', items: object({ name: { type: 'string' }, value: { type: 'string' } }) },
    })
    draw(
      headers,
      { headers: [{ name: 'a' }, { name: '' }] },
      { path: 'options', errors: { 'options.headers[1].name': '이름을 입력하세요.' } },
    )
    const [first, second] = screen.getAllByRole('textbox', { name: 'name' })
    expect(first?.getAttribute('aria-invalid')).not.toBe('true')
    expect(second?.getAttribute('aria-invalid')).toBe('true')
    expect(second?.getAttribute('name')).toBe('options.headers[1].name')
    expect(screen.getByText('이름을 입력하세요.')).toBeTruthy()
  })

  it('say by full path what changed', () => {
    const said = draw(
      object({ headers: { type: 'array', items: object({ name: { type: 'string' } }) } }),
      { headers: [{ name: 'a' }] },
      { path: 'options' },
    )
    type(screen.getByRole('textbox', { name: 'name' }), 'b')
    expect(said.paths).toEqual(['options.headers[0].name'])
    expect(said.value).toEqual({ headers: [{ name: 'b' }] })
  })
})

describe('a list by the keyboard', () => {
  const steps = object({
    steps: {
      type: 'array',
      label: { ko: '단계', en: 'Steps' },
      items: {
        oneOf: [
          {
            ...object({ action: { const: 'click' }, selector: { type: 'string' } }),
            label: { ko: '누르기', en: 'Click' },
          },
          {
            ...object({ action: { const: 'fill' }, selector: { type: 'string' }, value: { type: 'string' } }),
            label: { ko: '입력', en: 'Fill' },
          },
        ],
      },
    },
  })
  const two = {
    steps: [
      { action: 'click', selector: '#a' },
      { action: 'fill', selector: '#b', value: 'x' },
    ],
  }

  it('moves with Alt and the arrows, and the person stays with the item', () => {
    const said = draw(steps, two)
    const selector = screen.getAllByRole('textbox', { name: 'selector' })[0] as HTMLInputElement
    selector.focus()
    fireEvent.keyDown(selector, { key: 'ArrowDown', altKey: true })
    expect(said.value).toEqual({ steps: [...two.steps].reverse() })
    expect((document.activeElement as HTMLInputElement).value).toBe('#a')
    expect(screen.getByRole('status').textContent).toBe('단계 1번째 항목을 2번째로 옮겼습니다.')
    fireEvent.keyDown(document.activeElement as HTMLElement, { key: 'ArrowDown', altKey: true })
    expect(said.value).toEqual({ steps: [...two.steps].reverse() })
  })

  it('is taken by its head with a mouse and put down where another one is', () => {
    const said = draw(steps, two)
    const items = screen.getAllByRole('group', { name: /번째 항목$/ }).filter((item) => item.hasAttribute('data-item'))
    const kept = new Map<string, string>()
    const dataTransfer = {
      setData: (name: string, value: string) => kept.set(name, value),
      getData: (name: string) => kept.get(name),
      get types() {
        return [...kept.keys()]
      },
    }
    const head = items[0]?.querySelector('[draggable]') as Element
    fireEvent.dragStart(head, { dataTransfer })
    fireEvent.dragOver(items[1] as Element, { dataTransfer })
    expect(items[1]?.hasAttribute('data-over')).toBe(true)
    fireEvent.drop(items[1] as Element, { dataTransfer })
    expect(said.value).toEqual({ steps: [...two.steps].reverse() })
  })

  it('goes into what was added and to the neighbour of what was removed', () => {
    const said = draw(object({ codes: { type: 'array', items: { type: 'string' } } }), { codes: ['200'] })
    press('codes 추가')
    expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'codes 2번째 항목' }))
    press('codes 2번째 항목 삭제')
    expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'codes 1번째 항목' }))
    press('codes 1번째 항목 삭제')
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'codes 추가' }))
    expect(said.value).toEqual({ codes: [] })
  })

  it('copies an item behind itself, as one of its own', () => {
    const said = draw(steps, two)
    press('단계 1번째 항목 복제')
    type(screen.getAllByRole('textbox', { name: 'selector' })[1] as HTMLElement, '#c')
    expect(said.value).toEqual({ steps: [two.steps[0], { action: 'click', selector: '#c' }, two.steps[1]] })
  })

  it('keeps what both shapes have when an item changes its shape', () => {
    const said = draw(steps, two)
    fireEvent.click(screen.getAllByRole('radio', { name: '누르기' })[1] as HTMLElement)
    expect(said.value).toEqual({ steps: [two.steps[0], { action: 'click', selector: '#b' }] })
  })

  it('takes along the mark of a secret that is set', () => {
    const hidden = object({
      steps: {
        type: 'array',
        label: { ko: '단계', en: 'Steps' },
        items: object({ at: { type: 'string' }, wait: { type: 'integer' }, key: { type: 'string', secret: true } }),
      },
    })
    draw(hidden, { steps: [{ at: 'a' }, { at: 'b' }] }, { path: 'options', secrets: new Set(['options.steps[0].key']) })
    const marked = () =>
      screen.getAllByRole('group', { name: /항목$/ }).map((item) => item.textContent?.includes('설정됨') ?? false)
    expect(marked()).toEqual([true, false])
    press('단계 1번째 항목 아래로')
    expect(marked()).toEqual([false, true])
    press('단계 1번째 항목 아래로')
    expect(marked()).toEqual([true, false])
    press('단계 1번째 항목 복제')
    expect(marked()).toEqual([true, false, false])
  })

  it('offers no tools where nothing can be changed, and none beyond its limit', () => {
    draw(steps, two, { isDisabled: true })
    expect(screen.queryByRole('button', { name: /삭제|복제|위로/ })).toBeNull()
  })
})

describe('maps', () => {
  const schema = object({
    headers: { type: 'object', additionalProperties: { type: 'string' }, label: { ko: '헤더', en: 'Headers' } },
  })

  it('take names and values, and hold a half-typed name without losing the rest', () => {
    const said = draw(schema, { headers: { Accept: 'json' } })
    press('헤더 추가')
    expect(said.value).toEqual({ headers: { Accept: 'json' } })
    type(screen.getByRole('textbox', { name: '헤더 이름 2' }), 'X-Key')
    type(screen.getByRole('textbox', { name: 'X-Key 값' }), '1')
    expect(said.value).toEqual({ headers: { Accept: 'json', 'X-Key': '1' } })
    type(screen.getByRole('textbox', { name: '헤더 이름 1' }), '')
    expect(said.value).toEqual({ headers: { 'X-Key': '1' } })
    press('X-Key 삭제')
    expect(said.value).toEqual({ headers: {} })
  })

  it('follow a value that comes from outside', () => {
    const said = draw({ ...schema, example: { headers: { Host: 'example.com' } } }, { headers: { a: '1' } })
    press('예시로 채우기')
    expect(said.value).toEqual({ headers: { Host: 'example.com' } })
    expect((screen.getByRole('textbox', { name: '헤더 이름 1' }) as HTMLInputElement).value).toBe('Host')
  })
})

describe('one of several shapes', () => {
  const auth: JsonSchema = {
    label: { ko: '인증', en: 'Authentication' },
    oneOf: [
      {
        ...object({ kind: { const: 'basic' }, username: { type: 'string' } }, ['kind']),
        label: { ko: '기본', en: 'Basic' },
      },
      {
        ...object({ kind: { const: 'bearer' }, token: { type: 'string' } }, ['kind']),
        label: { ko: '토큰', en: 'Bearer' },
      },
    ],
  }

  it('is chosen by its constant and starts afresh', () => {
    const said = draw(object({ auth }), { auth: { kind: 'basic', username: 'kim' } })
    expect(screen.getByRole('textbox', { name: 'username' })).toBeTruthy()
    fireEvent.click(screen.getByRole('radio', { name: '토큰' }))
    expect(said.value).toEqual({ auth: { kind: 'bearer' } })
    expect(screen.getByRole('textbox', { name: 'token' })).toBeTruthy()
    fireEvent.click(screen.getByRole('radio', { name: '사용 안 함' }))
    expect(said.value).toEqual({})
  })

  it('also as the whole form', () => {
    const said = draw(auth, undefined)
    fireEvent.click(screen.getByRole('combobox', { name: '인증' }))
    fireEvent.click(screen.getByRole('option', { name: '기본' }))
    expect(said.value).toEqual({ kind: 'basic' })
  })
})

describe('groups', () => {
  it('that may be absent are switched on and off', () => {
    const said = draw(
      object({ proxy: { ...object({ host: { type: 'string' } }), label: { ko: '프록시', en: 'Proxy' } } }),
    )
    expect(screen.queryByRole('textbox', { name: 'host' })).toBeNull()
    fireEvent.click(screen.getByRole('switch', { name: '프록시' }))
    type(screen.getByRole('textbox', { name: 'host' }), 'p')
    expect(said.value).toEqual({ proxy: { host: 'p' } })
    fireEvent.click(screen.getByRole('switch', { name: '프록시' }))
    expect(said.value).toEqual({})
  })
})

describe('the whole form', () => {
  const schema: JsonSchema = {
    ...object({
      url: { type: 'string', example: 'https://example.com' },
      body: { type: 'string', section: { ko: '요청', en: 'Request' } },
      cap: { type: 'integer', advanced: true },
    }),
  }

  it('folds away what few people change, and unfolds it when it was refused', () => {
    draw(schema)
    expect(screen.queryByLabelText('cap')).toBeNull()
    press('고급 설정 1개')
    expect(screen.getByLabelText('cap')).toBeTruthy()
  })

  it('unfolds what was refused', () => {
    draw(schema, {}, { errors: { cap: '너무 큽니다.' } })
    expect(screen.getByText('너무 큽니다.')).toBeTruthy()
  })

  it('puts sections under their titles', () => {
    draw(schema)
    const section = screen.getByRole('heading', { name: '요청' }).parentElement as HTMLElement
    expect(within(section).getByRole('textbox', { name: 'body' })).toBeTruthy()
    expect(within(section).queryByRole('textbox', { name: 'url' })).toBeNull()
  })

  it('is filled by one click from the examples of its fields', () => {
    const said = draw(schema)
    press('예시로 채우기')
    expect(said.value).toEqual({ url: 'https://example.com' })
  })

  it('keeps text that is not JSON yet to itself', () => {
    const said = draw(object({ anything: {} }))
    const field = screen.getByRole('textbox', { name: 'anything' })
    type(field, '{"a":')
    expect(said.value).toEqual({})
    type(field, '{"a":1}')
    expect(said.value).toEqual({ anything: { a: 1 } })
  })

  it('can be looked at without touching', () => {
    draw(schema, {}, { isDisabled: true })
    expect((screen.getByRole('textbox', { name: 'url' }) as HTMLInputElement).disabled).toBe(true)
    expect(screen.queryByRole('button', { name: '예시로 채우기' })).toBeNull()
  })
})

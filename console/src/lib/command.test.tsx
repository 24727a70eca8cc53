import { QueryClientProvider, useQuery } from '@tanstack/react-query'
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { fakeServer, type Handlers, Refusal } from '../../test/fake-server.ts'
import { queryOf } from './api.ts'
import { type CommandOptions, useCommand } from './command.ts'
import { noteReachable, noteUnreachable } from './connection.ts'
import { type Form, useForm } from './form.ts'
import { setLanguage } from './i18n.ts'
import { createQueryClient } from './query-client.ts'
import { dismissToast, type Toast, useToasts } from './toasts.ts'

let toasts: readonly Toast[] = []
function Toasts() {
  toasts = useToasts()
  return null
}

beforeEach(() => setLanguage('ko'))
afterEach(() => {
  for (const toast of toasts) dismissToast(toast.id)
  noteReachable()
})

function draw(node: ReactNode, handlers: Handlers) {
  const server = fakeServer(handlers)
  const queries = createQueryClient()
  render(
    <QueryClientProvider client={queries}>
      <Toasts />
      {node}
    </QueryClientProvider>,
  )
  return server
}

const preferences = {
  theme: 'dark',
  language: 'ko',
  time_zone: 'Asia/Seoul',
  timezone: 'Asia/Seoul',
  email_notifications: true,
} as const

function Save({ options }: { options: CommandOptions<'update-my-settings'> }) {
  const settings = useQuery(queryOf('get-my-settings'))
  const save = useCommand('update-my-settings', options)
  return (
    <button type="button" onClick={() => save.mutate({ theme: 'dark' })}>
      {settings.data?.theme ?? 'none'}
    </button>
  )
}

it('asks again for what it changed, and for nothing else', async () => {
  const server = draw(<Save options={{ invalidates: ['get-my-settings'], done: '저장했습니다.' }} />, {
    'get-my-settings': () => preferences,
    'update-my-settings': () => preferences,
  })
  fireEvent.click(await screen.findByText('dark'))
  await waitFor(() => expect(server.of('get-my-settings')).toHaveLength(2))
  expect(server.of('update-my-settings')).toEqual([{ theme: 'dark' }])
  expect(toasts.map(({ tone, message }) => [tone, message])).toEqual([['done', '저장했습니다.']])
})

it('offers to take it back, and says that it did', async () => {
  const undone: number[] = []
  draw(<Save options={{ done: '바꿨습니다.', undo: async () => undone.push(1) }} />, {
    'get-my-settings': () => preferences,
    'update-my-settings': () => preferences,
  })
  fireEvent.click(await screen.findByText('dark'))
  await waitFor(() => expect(toasts[0]?.action?.label).toBe('실행 취소'))
  act(() => toasts[0]?.action?.run())
  await waitFor(() => expect(toasts.at(-1)?.message).toBe('실행을 취소했습니다.'))
  expect(undone).toHaveLength(1)
})

it('shows a refusal with its code', async () => {
  draw(<Save options={{ done: '저장했습니다.' }} />, {
    'get-my-settings': () => preferences,
    'update-my-settings': () => {
      throw new Refusal(409, 'conflict', '다른 사람이 먼저 바꿨습니다.')
    },
  })
  fireEvent.click(await screen.findByText('dark'))
  await waitFor(() =>
    expect(toasts).toMatchObject([{ tone: 'error', message: '다른 사람이 먼저 바꿨습니다.', code: 'conflict' }]),
  )
})

let form: Form<{ name: string; options: { headers: { name: string }[] } }>
function NameForm() {
  form = useForm({ name: 'a', options: { headers: [{ name: '' }] } })
  const save = useCommand('update-me', { onRefused: form.refuse })
  return (
    <>
      <input {...form.field('name')} aria-label="name" />
      <button type="button" onClick={() => save.mutate({ name: form.values.name })}>
        save
      </button>
      <p>{form.errors.name}</p>
    </>
  )
}

it('puts refused fields into the form, with the focus, instead of a toast', async () => {
  draw(<NameForm />, {
    'update-me': () => {
      throw new Refusal(400, 'validation', 'x', [
        { path: 'name', message: '너무 짧습니다.' },
        { path: 'options.headers[0].name', message: '필수' },
      ])
    },
  })
  fireEvent.click(screen.getByText('save'))
  expect(await screen.findByText('너무 짧습니다.')).toBeTruthy()
  expect(toasts).toEqual([])
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('name')))
  fireEvent.change(screen.getByLabelText('name'), { target: { value: 'ab' } })
  expect(screen.queryByText('너무 짧습니다.')).toBeNull()
  expect(form.errors).toEqual({ 'options.headers[0].name': '필수' })
})

it('knows what changed, what is saved, and how to go back', () => {
  draw(<NameForm />, {})
  expect(form.isDirty).toBe(false)
  act(() => form.set('options.headers[0].name', 'X'))
  expect(form.isDirty).toBe(true)
  act(() => form.reset())
  expect(form.values.options.headers[0]?.name).toBe('')
  act(() => form.set('name', 'b'))
  act(() => form.settle())
  expect([form.isDirty, form.values.name]).toEqual([false, 'b'])
})

it('asks for everything on screen again once the server is back', async () => {
  const server = draw(<Save options={{}} />, { 'get-my-settings': () => preferences })
  await screen.findByText('dark')
  act(() => noteUnreachable())
  act(() => noteReachable())
  await waitFor(() => expect(server.of('get-my-settings')).toHaveLength(2))
})

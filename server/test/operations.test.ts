import { readFileSync } from 'node:fs'
import { mayRole, roles } from '@bongsu/contract/permissions.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { isFailure } from '#kernel/errors.ts'
import type { Actor } from '#kernel/operation.ts'
import { apiTypes } from '#platform/http/api-types.ts'
import { openApiDocument } from '#platform/http/openapi.ts'
import { requireAccess } from '#platform/operations/runner.ts'
import { buildTestApp, type TestApp } from './build-test-app.ts'

let app: TestApp

beforeAll(async () => {
  app = await buildTestApp()
})
afterAll(() => app.close())

const actors: readonly [string, Actor][] = [
  ['anonymous', { kind: 'anonymous' }],
  ...roles.map((role): [string, Actor] => [role, { kind: 'person', personId: 1, role, sessionId: 1, name: role }]),
]

describe('every operation', () => {
  it('has a name, a route and a schema of its own', () => {
    const names = app.operations.map((operation) => operation.name)
    const routes = app.operations.map((operation) => `${operation.http.method} ${operation.http.path}`)
    expect(new Set(names).size).toBe(names.length)
    expect(new Set(routes).size).toBe(routes.length)
    for (const name of names) expect(name).toMatch(/^[a-z]+(-[a-z0-9]+)*$/)
    for (const operation of app.operations) expect(operation.input, operation.name).toBeInstanceOf(z.ZodObject)
  })

  it('says what it does in Korean and in English', () => {
    for (const { name, summary } of app.operations) {
      expect(summary.ko, name).toMatch(/[가-힣]/)
      expect(summary.en, name).toMatch(/^[A-Z].*\.$/)
    }
  })

  it('takes only GET for reading, and never GET for changing', () => {
    for (const { name, effect, http } of app.operations) {
      if (effect !== 'read') expect(http.method, name).not.toBe('GET')
    }
  })

  it('admits exactly the roles of the permission table, through the door itself', async () => {
    const wrong: string[] = []
    for (const operation of app.operations) {
      for (const [who, actor] of actors) {
        const expected =
          operation.access === 'public' || (actor.kind === 'person' && mayRole(actor.role, operation.access))
        let admitted = true
        try {
          requireAccess(operation, actor)
        } catch (error) {
          if (!isFailure(error)) throw error
          admitted = false
        }
        if (admitted !== expected) wrong.push(`${who} ${operation.name}`)
      }
    }
    expect(wrong).toEqual([])
    expect(app.operations.length * actors.length).toBeGreaterThan(100)
  })

  it('refuses strangers over HTTP unless it is public', async () => {
    for (const [at, operation] of app.operations.entries()) {
      const url = operation.http.path.replaceAll(/\{\w+\}/g, '1')
      const answer = await app.http.inject({
        // Each from an address of its own: there are more operations than one address may ask for in a minute.
        remoteAddress: `192.0.2.${at % 250}`,
        method: operation.http.method,
        url,
        ...(operation.http.method === 'GET' ? {} : { payload: {} }),
      })
      if (operation.access === 'public') expect(answer.statusCode, operation.name).not.toBe(401)
      else expect(answer.statusCode, operation.name).toBe(401)
    }
  })

  it('refuses a field it does not know', () => {
    for (const operation of app.operations) {
      if (operation.input.def.catchall?._zod.def.type !== 'never') continue
      const { error } = operation.input.safeParse({ surely_unknown: 1 })
      expect(
        error?.issues.some((issue) => issue.code === 'unrecognized_keys'),
        operation.name,
      ).toBe(true)
    }
    // Only verbs whose body is a kind's own options are open; the kind's schema is strict.
    const open = app.operations
      .filter((operation) => operation.input.def.catchall?._zod.def.type !== 'never')
      .map((operation) => operation.name)
    expect(open).toEqual(open.filter((name) => ['run-check'].includes(name)))
  })
})

describe('what follows from the operations', () => {
  it('gives the console the types that are checked in', () => {
    const file = readFileSync(new URL('../../contract/src/api.generated.ts', import.meta.url), 'utf8')
    expect(file, 'run `npm run generate`').toBe(apiTypes(app.operations))
  })

  it('gives an OpenAPI 3.1 document that describes each one', () => {
    const document = openApiDocument(app.operations, '1.0.0') as {
      openapi: string
      paths: Record<string, Record<string, { operationId: string }>>
    }
    expect(document.openapi).toBe('3.1.0')
    const described = Object.values(document.paths).flatMap((path) =>
      Object.values(path).map((entry) => entry.operationId),
    )
    expect(described.sort()).toEqual(app.operations.map((operation) => operation.name).sort())
    expect(JSON.stringify(document)).not.toContain('#/$defs/')
  })

  it('describes the OAuth2 password form where it is taken', () => {
    const { paths } = openApiDocument(app.operations, '1.0.0') as {
      paths: Record<string, Record<string, { requestBody?: { content: object } }>>
    }
    expect(Object.keys(paths['/api/v1/auth/login']?.post?.requestBody?.content ?? {})).toEqual([
      'application/json',
      'application/x-www-form-urlencoded',
    ])
    expect(Object.keys(paths['/api/v1/projects']?.post?.requestBody?.content ?? {})).toEqual(['application/json'])
  })
})

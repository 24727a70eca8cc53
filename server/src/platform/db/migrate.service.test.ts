import { expect, it } from 'vitest'
import { createPostgresDatabase, postgresAnswers } from '#test/databases.ts'
import { EventDispatcher } from './events.ts'
import { loadMigrations, migrate } from './migrate.ts'
import { openPostgres } from './postgres.ts'

const complain = (message: string) => console.error(message)

// Without a PostgreSQL it is skipped, as test/databases.ts says; CI requires one.
it.skipIf(!postgresAnswers)(
  'brings an empty PostgreSQL to the newest shape once, however many processes start at the same moment',
  async () => {
    const migrations = await loadMigrations(new URL('../../../migrations', import.meta.url))
    for (let round = 0; round < 3; round++) {
      const { url, drop } = await createPostgresDatabase()
      const stores = Array.from({ length: 6 }, () => openPostgres(url, new EventDispatcher(complain), complain))
      try {
        const ran = await Promise.all(stores.map((store) => migrate(store, migrations, Date.now())))
        expect(ran.flat().sort()).toEqual(migrations.map(({ name }) => name).sort())
      } finally {
        for (const store of stores) await store.close()
        await drop()
      }
    }
  },
)

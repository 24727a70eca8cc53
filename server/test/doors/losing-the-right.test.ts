import { eachDatabase } from '#test/databases.ts'
import { losingTheRight } from './losing-the-right.ts'

// Two processes on PostgreSQL hear nothing of each other here, so that each has to see for itself.
eachDatabase((_open, engine) => losingTheRight({ engine, elsewhere: engine === 'postgres' }))

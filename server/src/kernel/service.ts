/**
 * What a verb needs from outside its room is asked for by key (`ctx.use(outboundKey)`); app.ts provides it once.
 * The key is imported from the face that owns it, so the import rules see every such dependency.
 */
export interface ServiceKey<T> {
  readonly name: string
  readonly type?: T
}

export const serviceKey = <T>(name: string): ServiceKey<T> => ({ name })

export class Services {
  readonly #values = new Map<ServiceKey<unknown>, unknown>()

  provide<T>(key: ServiceKey<T>, value: T): this {
    if (this.#values.has(key)) throw new Error(`service "${key.name}" is provided twice`)
    this.#values.set(key, value)
    return this
  }

  use<T>(key: ServiceKey<T>): T {
    if (!this.#values.has(key)) throw new Error(`service "${key.name}" is not provided: app.ts must construct it`)
    // Safe because `provide` is the only writer and ties the value's type to the key.
    return this.#values.get(key) as T
  }
}

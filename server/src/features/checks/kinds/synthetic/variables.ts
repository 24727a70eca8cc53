const place = /\{\{\s*(\w+)\s*\}\}/g

export const namesIn = (template: string): string[] => [...template.matchAll(place)].map(([, name]) => name as string)

/** Every `{{name}}` replaced by its value. Names were checked when the scenario was saved. */
export const filledIn = (template: string, values: ReadonlyMap<string, string>): string =>
  template.replaceAll(place, (whole, name: string) => values.get(name) ?? whole)

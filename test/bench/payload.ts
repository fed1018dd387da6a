/** What every job of every subject carries: 200 bytes of JSON. */
const PAYLOAD_BYTES = 200
const FACTS = { customer: 'c-000123', items: ['book', 'pen', 'lamp'], total: 12_345 }
const EMPTY = JSON.stringify({ ...FACTS, note: '' })

export const PAYLOAD = JSON.stringify({ ...FACTS, note: 'x'.repeat(PAYLOAD_BYTES - EMPTY.length) })

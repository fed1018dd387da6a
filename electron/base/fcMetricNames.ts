/** The metrics of FC's cloud monitor that are measured here, by its names (FC.md section 2.8). */
export const FC_METRIC_NAMES = [
  'FunctionEnqueueCount',
  'FunctionDequeueCount',
  'FunctionAsyncMessageLatencyAvg',
  'FunctionAsyncMessageLatencyMax',
  'FunctionAsyncEventExpiredDropped',
  'FunctionDestinationErrors',
  'FunctionDestinationSucceeded',
  'FunctionAsyncMessagesBacklogV2',
  'FunctionAsyncMessagesInProcess',
  'FunctionTotalInvocations',
  'FunctionFunctionErrors',
  'FunctionConcurrencyThrottles',
  'FunctionAvgDuration',
  'FunctionP90Duration',
  'FunctionP99Duration',
  'FunctionMaxDuration',
  'FunctionMaxMemoryUsage',
  'FunctionOndemandActiveInstance',
] as const
export type FcMetricName = (typeof FC_METRIC_NAMES)[number]

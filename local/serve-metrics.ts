import type { RequestListener } from 'node:http';

import { METRIC_DESCRIPTIONS, type MetricDescription } from '../shared/platform/metric-descriptions.ts';
import { ANSWER_HEADERS } from '../shared/runtime/answer-headers.ts';
import type { EmbeddedMetrics } from './aws/metrics/embedded-metrics.ts';
import { PROMETHEUS_TYPE, prometheusText } from './aws/metrics/prometheus.ts';
import { isFromHere } from './callers.ts';

/** `GET /metrics` of a local start, for a Prometheus on this machine. Whoever comes through a tunnel is not told. */
export function serveMetrics({ series }: Pick<EmbeddedMetrics, 'series'>): RequestListener {
  return (request, response) => {
    if (!isFromHere(request)) {
      response.writeHead(404, ANSWER_HEADERS).end();
      return;
    }
    response.writeHead(200, { ...ANSWER_HEADERS, 'content-type': PROMETHEUS_TYPE });
    response.end(prometheusText(series(), helpOf));
  };
}

function helpOf(metric: string): string | undefined {
  const descriptions: Readonly<Record<string, MetricDescription | undefined>> = METRIC_DESCRIPTIONS;
  return descriptions[metric]?.help;
}

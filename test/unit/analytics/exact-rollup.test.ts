import { testExactRollUps } from './roll-up-delivery.ts';

// More of them, and 10,000 records: test/long/exact-rollup.test.ts.
testExactRollUps({ histories: 12, records: 2_000, onTable: [101] });

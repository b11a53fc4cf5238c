<?php
declare(strict_types=1);
// also without the bridge
namespace Acme\Crm;

use InvalidArgumentException as Bad;
final class Phone { public function __construct(private string $n) {} public function last(int $c): string { return \substr($this->n, -$c); } }
try { (new Phone(79001234567))->last(10); $e = 'none'; } catch (\TypeError $x) { $e = \get_class($x); }
$in = \json_decode(\stream_get_contents(\STDIN), true);
echo json_encode(array('state' => 'success', 'data' => ['last' => (new Phone($in['phone']))->last(10), 'e' => $e, 'ns' => __NAMESPACE__, 'c' => Phone::class]));

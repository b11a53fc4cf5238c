<?php
return array('state' => 'success', 'data' => array('round' => round(105.2), 'phone' => 79001234567 * 1.0, 'ceil' => ceil(4.1), 'half' => 1.5, 'text' => (string) round(7.0)));

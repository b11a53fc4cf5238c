<?php
if (!function_exists('once')) {
    function once() { return 'declared'; }
} else {
    function once_more() { return 'there already'; }
}
return array('state' => 'success', 'data' => array('first' => once(), 'again' => function_exists('once_more')));

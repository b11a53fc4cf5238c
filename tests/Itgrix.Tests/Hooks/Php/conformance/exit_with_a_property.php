<?php
// runs by process: exit with a code
class Result { public $code = 7; }
$result = new Result;
exit($result->code);

<?php
try {
    intdiv(1, 0);
} catch (DivisionByZeroError $error) {
    $caught = $error->getMessage() . ' ' . $error->getLine();
}
return array('state' => 'success', 'data' => array('caught' => $caught));

<?php
$blocks = array();
while (true) {
    $blocks[] = str_repeat('x', 1 << 20);
}

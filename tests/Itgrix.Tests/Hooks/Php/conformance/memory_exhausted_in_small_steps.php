<?php
$list = array();
while (true) {
    $list[] = array(1);
}

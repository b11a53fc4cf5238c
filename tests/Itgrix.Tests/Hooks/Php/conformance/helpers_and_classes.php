<?php
return reply(new Phone($params['phone']));

function reply($phone)
{
    return array('state' => 'success', 'data' => array('phone' => (string) $phone, 'seen' => Phone::$seen++));
}

class Phone
{
    public static $seen = 0;
    private $digits;

    public function __construct($text)
    {
        $this->digits = preg_replace('/\D/', '', $text);
    }

    public function __toString()
    {
        return $this->digits;
    }
}

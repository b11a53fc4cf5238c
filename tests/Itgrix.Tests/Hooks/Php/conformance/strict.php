<?php
declare(strict_types=1);

namespace Vendor\Hook;

final class Reply
{
    public const STATE = 'success';
}

return ['state' => Reply::STATE, 'data' => ['name' => __NAMESPACE__, 'class' => Reply::class]];

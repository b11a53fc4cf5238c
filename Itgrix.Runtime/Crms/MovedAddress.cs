namespace Itgrix.Runtime.Crms;

/// <summary>
/// The address of a portal, which follows it when it is renamed: requests contain its tokens, so it moves only within
/// the CRM's own domains, or to another scheme or port of the same host.
/// </summary>
/// <param name="configured">The configured address.</param>
/// <param name="isOwn">Whether a host is one of the CRM's own domains.</param>
/// <param name="moved">Hears of a move.</param>
internal sealed class MovedAddress(Uri configured, Func<string, bool> isOwn, Action<Uri> moved)
{
    private volatile Uri _current = configured;

    /// <summary>Where the portal is.</summary>
    public Uri Current => _current;

    /// <summary>Takes the address that the portal names, such as in a redirect.</summary>
    /// <returns>Whether requests go elsewhere from now on.</returns>
    public bool Follow(Uri? to)
    {
        if (to is not { IsAbsoluteUri: true } || to.Scheme is not ("http" or "https") || !IsAllowed(to))
            return false;
        var next = new Uri(to.GetLeftPart(UriPartial.Authority) + _current.PathAndQuery);
        if (next == _current)
            return false;
        _current = next;
        moved(new(next.GetLeftPart(UriPartial.Authority)));
        return true;
    }

    private bool IsAllowed(Uri to)
    {
        var from = _current;
        return to.IsLoopback ? from.IsLoopback
            : to.Scheme == "https" && to.UserInfo.Length == 0
                && (to.IdnHost.Equals(from.IdnHost, StringComparison.OrdinalIgnoreCase)
                    || isOwn(from.IdnHost) && isOwn(to.IdnHost));
    }
}

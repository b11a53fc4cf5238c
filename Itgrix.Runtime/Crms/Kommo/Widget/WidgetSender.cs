using System.Net;

namespace Itgrix.Runtime.Crms.Kommo.Widget;

/// <summary>Who sends a request of the widget.</summary>
/// <param name="Address">The address of the browser.</param>
/// <param name="Token">The user as the CRM states it; <c>null</c>: only the password is known.</param>
internal sealed record WidgetSender(IPAddress Address, OneTimeToken? Token = null)
{
    /// <summary>For the log.</summary>
    public override string ToString() => Token is null ? $"{Address}" : $"user {Token.User} at {Address}";
}

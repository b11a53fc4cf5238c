using System.Text;

namespace Itgrix.Tests.Support;

/// <summary>Login and password as a Basic header.</summary>
internal static class BasicCredentials
{
    public static string Of(string login, string password) =>
        $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{login}:{password}"))}";
}

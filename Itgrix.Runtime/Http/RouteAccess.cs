using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Itgrix.Runtime.Http;

/// <summary>Verifies that each route has a policy, or a reason to have none.</summary>
internal static class RouteAccess
{
    /// <param name="because">Why anybody may send such a request.</param>
    public static TBuilder AllowAnonymous<TBuilder>(this TBuilder route, string because)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new Anonymous(because));

    /// <exception cref="InvalidOperationException">A route has none.</exception>
    public static void Verify(IEnumerable<RouteEndpoint> routes, AuthorizationOptions options)
    {
        var mistakes = routes.Select(route => (route, Problem: ProblemOf(route, options)))
            .Where(one => one.Problem is not null)
            .Select(one => $"The route {NameOf(one.route)} {one.Problem}").ToList();
        if (mistakes.Count > 0)
            throw new InvalidOperationException(string.Join(" ", mistakes));
    }

    /// <summary>Methods and path.</summary>
    private static string NameOf(RouteEndpoint route)
    {
        var methods = route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [];
        return $"{string.Join(", ", methods)} {route.RoutePattern.RawText}".Trim();
    }

    private static string? ProblemOf(RouteEndpoint route, AuthorizationOptions options)
    {
        if (route.Metadata.GetMetadata<IAllowAnonymous>() is { } open)
            return open is Anonymous ? null : "allows anybody without a reason: give one, AllowAnonymous(\"...\").";
        var policies = route.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => data.Policy).ToList();
        return policies.Count == 0 || policies.Contains(null)
            ? "has no access policy: add RequireAuthorization(policy), or AllowAnonymous(\"reason\")."
            : policies.Find(policy => options.GetPolicy(policy!) is null) is { } unknown
                ? $"has the access policy {unknown}, which is not registered." : null;
    }

    private sealed record Anonymous(string Because) : IAllowAnonymous;
}
